// Random numbers that can be had again: SHA-256 in counter mode, as in crates/ballot/tests/voter/stream.rs.
import { createHash } from "node:crypto";

export function stream(seed) {
  let block = 0n, left = Buffer.alloc(0);
  return (length) => {
    while (left.length < length) {
      const counter = Buffer.alloc(8);
      counter.writeBigUInt64BE(block++);
      left = Buffer.concat([left, createHash("sha256").update(seed).update(counter).digest()]);
    }
    const bytes = left.subarray(0, length);
    left = left.subarray(length);
    return bytes;
  };
}
