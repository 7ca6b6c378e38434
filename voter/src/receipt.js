// The box's receipt: an Ed25519 signature (RFC 8032) over `receipt|uuid|tracker`.
import { bytesToHex, bytesToNumberLE, hexToBytes } from "@noble/curves/utils.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { Point, encodeAll, hex } from "./group/point.js";
import { mod, Q } from "./group/scalar.js";
import { Refusal } from "./refusal.js";

// Whether the holder of this key, 64 hexadecimal digits, signed it.
export function isSigned(key, uuid, tracker, signature) {
  if ([key, uuid, tracker, signature].some((text) => typeof text !== "string")) throw new Refusal("message", "no text where a part of the receipt belongs");
  if (!/^[0-9a-f]{64}$/.test(key) || !/^[0-9a-f]{128}$/.test(signature)) return false;
  const message = new TextEncoder().encode(`receipt|${uuid}|${tracker}`), head = hexToBytes(signature.slice(0, 64) + key);
  const all = new Uint8Array(head.length + message.length);
  all.set(head);
  all.set(message, head.length);
  const s = bytesToNumberLE(hexToBytes(signature.slice(64)));
  let holder;
  try {
    holder = Point.fromBytes(hexToBytes(key));
  } catch (error) {
    return false;
  }
  if (s >= Q || holder.isSmallOrder()) return false;
  const expected = Point.BASE.multiplyUnsafe(s).add(holder.multiplyUnsafe(mod(bytesToNumberLE(sha512(all)))).negate());
  const digits = hex(encodeAll([expected])[0]);
  // Compressed points stand little-endian in a signature.
  return bytesToHex(hexToBytes(digits).reverse()) === signature.slice(0, 64);
}
