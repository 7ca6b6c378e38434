// The secret on a card and the private key made of it (specification, "Credentials").
import { mod } from "./group/scalar.js";
import { hashHex } from "./hash.js";
import { Refusal } from "./refusal.js";

// Base58: no 0, O, I or l.
const FORM = /^[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}$/;

// Two SHA-256, together 512 bits, modulo q.
export function privateKey(credential, uuid) {
  if (typeof credential !== "string") throw new Refusal("message", "no text where the credential belongs");
  if (!FORM.test(credential)) throw new Refusal("credential", "not four groups of 5, 6, 5 and 6 characters of base58, joined by hyphens");
  const part = (index) => hashHex(`derive_credential|${uuid}|${index}|${credential}`);
  return mod(BigInt("0x" + part(0) + part(1)));
}
