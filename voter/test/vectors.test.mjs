// From the same random bytes the bundle makes the same ballots as the Rust library, and it refuses the same texts.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { loadVoter, prepare } from "./bundle.mjs";
import { stream } from "./stream.mjs";
import { vectors } from "./vectors.mjs";

for (const vector of vectors.ballots) {
  const prepared = () => {
    const voter = loadVoter(stream(vector.seed));
    return { voter, ...prepare(voter, { election: vector.election, credential: vector.card, choices: vector.choices }) };
  };

  test(`${vector.name}: the same ballot, byte for byte`, () => {
    const { voter, opened, sealed } = prepared();
    assert.equal(opened.fingerprint, vector.fingerprint);
    assert.equal(opened.credential, vector.credential);
    assert.equal(sealed.tracker, vector.tracker);
    const { type, ballot, tracker } = voter({ type: "cast" });
    assert.equal(type, "ballot");
    assert.equal(tracker, vector.tracker);
    assert.equal(createHash("sha256").update(ballot).digest("base64").replace("=", ""), vector.tracker);
    if (vector.ballot) assert.equal(ballot, vector.ballot);
  });

  test(`${vector.name}: the same is revealed`, () => {
    const { voter } = prepared();
    const { revealed } = voter({ type: "reveal" });
    if (vector.revealed) assert.equal(revealed, vector.revealed);
    assert.equal(createHash("sha256").update(revealed).digest("hex"), vector.revealed_sha256);
  });
}

test("elections that the Rust library refuses are refused", () => {
  assert.ok(vectors.refused_elections.length > 40);
  const voter = loadVoter();
  for (const { why, election } of vectors.refused_elections) {
    const reply = voter({ type: "open", election, credential: vectors.ballots[0].card });
    assert.equal(reply.type, "error", why);
    assert.equal(reply.kind, "election", why);
    assert.ok(reply.reason && Number.isInteger(reply.position), why);
  }
});

test("a text without UTF-8 is refused", () => {
  const voter = loadVoter();
  for (const half of ["\ud842", "\udfb7", "\udfb7\ud842", "\ud842x"]) {
    const election = vectors.ballots[4].election.replace("政", half);
    assert.equal(voter({ type: "open", election, credential: vectors.ballots[4].card }).kind, "election");
  }
});

test("credentials that the Rust library refuses are refused, and not repeated", () => {
  const voter = loadVoter();
  for (const credential of vectors.refused_credentials) {
    const reply = voter({ type: "open", election: vectors.ballots[0].election, credential });
    assert.equal(reply.kind, "credential", credential);
    if (credential) assert.ok(!JSON.stringify(reply).includes(credential));
  }
});
