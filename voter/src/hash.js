// SHA-256 of texts: fingerprints in base64 without padding, and challenges as numbers modulo q.
import { bytesToHex } from "@noble/curves/utils.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { mod } from "./group/scalar.js";

const digest = (text) => sha256(new TextEncoder().encode(text));

export const hashHex = (text) => bytesToHex(digest(text));

export const hashBase64 = (text) => btoa(String.fromCharCode(...digest(text))).replace(/=+$/, "");

// Big-endian, as in every proof of the specification.
export const challenge = (text) => mod(BigInt("0x" + hashHex(text)));
