// Why something is not done. `kind` stays the same for programs, `reason` is English for people, `place` says where.
export class Refusal extends Error {
  constructor(kind, reason, place = {}) {
    super(reason);
    this.kind = kind;
    this.place = place;
  }
}
