// 检查: a second device computes the ciphertexts again.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { loadVoter, prepare } from "./bundle.mjs";
import { vectors } from "./vectors.mjs";

const three = vectors.ballots[2], other = vectors.ballots[0];
const { election, ballot, revealed } = three;
const check = (fields) => loadVoter()({ type: "check", election, ballot, revealed, ...fields });
const change = (text, from, to) => {
  assert.ok(text.includes(from), from);
  return text.replace(from, to);
};
const mismatch = (reply, place = {}) => {
  const { reason, ...rest } = reply;
  assert.deepEqual(rest, { type: "error", kind: "mismatch", ...place });
  return reason;
};

// The verdict on a changed ballot, of which what is revealed claims to speak.
function checkChanged(changed) {
  assert.notEqual(changed, ballot);
  const tracker = createHash("sha256").update(changed).digest("base64").replace("=", "");
  return check({ ballot: changed, revealed: change(revealed, three.tracker, tracker) });
}

test("a device that checks learns what the ballot says", () => {
  const voter = loadVoter();
  prepare(voter, { election: three.election, credential: three.card, choices: [5, 0, 2] });
  const { ballot, tracker, revealed } = voter({ type: "reveal" });
  const found = { type: "checked", credential: three.credential, tracker, choices: [5, 0, 2] };
  assert.deepEqual(check({ ballot, revealed }), found);
  assert.deepEqual(voter({ type: "check", election: three.election, ballot, revealed }), found, "a finished booth can still check");
});

test("the ballots of the Rust library are checked too", () => {
  for (const { election, ballot, revealed, tracker, credential, choices } of vectors.ballots.filter(({ ballot }) => ballot)) {
    assert.deepEqual(check({ election, ballot, revealed }), { type: "checked", credential, tracker, choices });
  }
});

test("a page that encrypted something else is found out, with the place", () => {
  const { answers } = JSON.parse(three.revealed);
  assert.deepEqual(answers.map(({ choice }) => choice), [6, 0, 3]);
  mismatch(check({ revealed: change(three.revealed, '{"choice":3', '{"choice":4') }), { question: 2, answer: 3 });
  mismatch(check({ revealed: change(three.revealed, answers[1].randomness[4], "4") }), { question: 1, answer: 4 });
  const [first, second] = answers[0].randomness;
  const exchanged = change(three.revealed, `"${first}","${second}"`, `"${second}","${first}"`);
  mismatch(check({ revealed: exchanged }), { question: 0, answer: 0 });
});

test("a page that changed one half of a ciphertext is found out", () => {
  const [first, second] = JSON.parse(ballot).answers[1].choices;
  for (const part of ["alpha", "beta"]) {
    mismatch(checkChanged(change(ballot, `"${part}":"${first[part]}"`, `"${part}":"${second[part]}"`)), { question: 1, answer: 0 });
  }
});

test("what belongs to something else is refused", () => {
  const uuid = JSON.parse(election).uuid, last = ballot.lastIndexOf(',{"choices"'), end = ballot.indexOf('],"signature"');
  assert.match(mismatch(checkChanged(change(ballot, uuid, uuid.slice(1) + "1"))), /another election/);
  assert.match(mismatch(checkChanged(change(ballot, three.fingerprint, other.fingerprint))), /another election/);
  assert.match(mismatch(checkChanged(ballot.slice(0, last) + ballot.slice(end))), /another number of answers/);
  mismatch(check({ revealed: other.revealed }));
  mismatch(check({ ballot: other.ballot }));
  mismatch(check({ election: other.election }));
  mismatch(check({ revealed: change(three.revealed, three.tracker, other.tracker) }));
  mismatch(check({ revealed: change(three.revealed, three.fingerprint, other.fingerprint) }));
  mismatch(check({ revealed: three.revealed.replace(/,"[0-9]+"\]}\]}$/, "]}]}") }));
  mismatch(check({ revealed: three.revealed.replace(/,{[^{]*}\]}$/, "]}") }));
});

test("only the one text of a ballot and of what is revealed is read", () => {
  const refused = (kind, fields) => {
    const { type, kind: found, reason, position } = check(fields);
    assert.deepEqual({ type, kind: found }, { type: "error", kind });
    assert.ok(reason && Number.isInteger(position));
  };
  const changes = [["{", "{ "], ["e\":6", "e\":06"], ["e\":6", "e\":7"], ["e\":6", "e\":-6"], ['["', '["0'], ['["', '["9999999999']];
  for (const [from, to] of changes) refused("revealed", { revealed: change(three.revealed, from, to) });
  const [number] = JSON.parse(revealed).answers[0].randomness, q = 2n ** 252n + 27742317777372353535851937790883648493n;
  for (const other of [`${q}`, `${q + 1n}`, "00", "04", "-4", "+4", "4.0", ""]) {
    refused("revealed", { revealed: change(revealed, number, other) });
  }
  refused("revealed", { revealed: three.revealed + "\n" });
  refused("ballot", { ballot: three.ballot + "\n" });
  refused("ballot", { ballot: three.ballot.slice(0, -1) });
  refused("ballot", { ballot: change(three.ballot, '"alpha":"', '"alpha":"A') });
  refused("ballot", { ballot: change(three.ballot, three.credential, "0".repeat(63) + "1") });
  refused("ballot", { ballot: change(three.ballot, ',"signature"', ',"x":"","signature"') });
  refused("ballot", { ballot: ballot.replace(/"individual_proofs":\[\[.*?\],/, '"individual_proofs":[') });
  refused("election", { election: three.election + " " });
  refused("ballot", { ballot: "x".repeat((4 << 20) + 1) });
});
