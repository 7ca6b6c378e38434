// An election made ready for ballots: tables for g and its key y.
import { Point } from "./group/point.js";
import { Table } from "./group/table.js";

let generator;

export function makePoll({ uuid, fingerprint, shape, key }) {
  generator = generator || new Table(Point.BASE);
  return { uuid, fingerprint, shape, g: generator, y: new Table(key) };
}
