// The box's receipt is believed only with its signature.
import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import { loadVoter } from "./bundle.mjs";

const uuid = "22222222222222", tracker = "A".repeat(43), message = Buffer.from(`receipt|${uuid}|${tracker}`);

function box() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("hex");
  return { type: "receipt", key, uuid, tracker, signature: sign(null, message, privateKey).toString("hex") };
}

test("a receipt holds for one ballot, one election and one box", () => {
  const voter = loadVoter(), signed = (message) => voter(message).signed;
  for (let round = 0; round < 8; round += 1) {
    const receipt = box(), flipped = (receipt.signature[0] === "0" ? "1" : "0") + receipt.signature.slice(1);
    assert.equal(signed(receipt), true);
    assert.equal(signed({ ...receipt, tracker: "B".repeat(43) }), false);
    assert.equal(signed({ ...receipt, uuid: "33333333333333" }), false);
    assert.equal(signed({ ...receipt, key: box().key }), false);
    assert.equal(signed({ ...receipt, signature: flipped }), false);
    assert.equal(signed({ ...receipt, signature: receipt.signature.slice(0, 64) + "f".repeat(64) }), false);
  }
});

test("what is no key and no signature signs nothing", () => {
  const voter = loadVoter(), receipt = box();
  // The identity as a key would sign everything.
  const identity = "01" + "0".repeat(62);
  assert.equal(voter({ ...receipt, key: identity, signature: identity + "0".repeat(64) }).signed, false);
  for (const change of [{ key: "" }, { key: "zz".repeat(32) }, { signature: "" }]) assert.equal(voter({ ...receipt, ...change }).signed, false);
  assert.equal(voter({ ...receipt, key: 5 }).kind, "message");
});
