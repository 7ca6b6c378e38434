// Numbers modulo q, the order of the group (specification, "Ed25519"), and the randomness that they are made of.
import { mod as reduce } from "@noble/curves/abstract/modular.js";
import { bytesToNumberLE } from "@noble/curves/utils.js";
import { Refusal } from "../refusal.js";

export const Q = 2n ** 252n + 27742317777372353535851937790883648493n;

export const mod = (number) => reduce(number, Q);

// `zero` if the bit is 0n, `one` if it is 1n; which of the two is not asked.
export const select = (zero, one, bit) => zero + bit * (one - zero);

// A uniformly random number, reduced from 512 bits so that no bias is left; little-endian, as in the Rust library.
export function randomScalar() {
  const bytes = new Uint8Array(64);
  try {
    crypto.getRandomValues(bytes);
  } catch (error) {
    throw new Refusal("randomness", "this browser gives no random numbers");
  }
  // A generator that leaves the bytes as they were would give every ballot away.
  if (bytes.every((byte) => byte === 0)) throw new Refusal("randomness", "the random numbers of this browser are not random");
  const scalar = mod(bytesToNumberLE(bytes));
  bytes.fill(0);
  return scalar;
}
