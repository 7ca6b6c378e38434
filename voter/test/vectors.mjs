// The vectors that the Rust library and the bundle share.
import { readFileSync } from "node:fs";

export const vectors = JSON.parse(readFileSync(new URL("../../crates/ballot/tests/data/voter-vectors.json", import.meta.url), "utf8"));
