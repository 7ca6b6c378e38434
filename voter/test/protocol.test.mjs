// What the page may ask, in which order, and what it never gets.
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadVoter, prepare } from "./bundle.mjs";
import { vectors } from "./vectors.mjs";

const three = vectors.ballots[2];
const card = { election: three.election, credential: three.card };
const open = { type: "open", ...card };
const choose = (question, answer) => ({ type: "choose", question, answer });
const kind = (reply) => (assert.equal(reply.type, "error"), assert.ok(reply.reason), reply.kind);

test("a voter chooses, thinks again, reviews and casts", () => {
  const voter = loadVoter();
  assert.deepEqual(voter(open), {
    type: "opened",
    credential: three.credential,
    uuid: JSON.parse(three.election).uuid,
    fingerprint: three.fingerprint,
    shape: [7, 7, 7],
  });
  assert.deepEqual(voter(choose(1, 6)), { type: "chosen", question: 1, left: 2 });
  assert.deepEqual(voter(choose(1, 2)), { type: "chosen", question: 1, left: 2 });
  assert.deepEqual(voter({ type: "seal" }), { type: "error", kind: "unfinished", reason: "a question has no answer yet", question: 0 });
  assert.equal(voter(choose(2, 0)).left, 1);
  assert.equal(voter(choose(0, 6)).left, 0);
  const first = voter({ type: "seal" }).tracker;
  assert.equal(voter({ type: "seal" }).tracker, first, "looking twice changes nothing");
  assert.equal(voter(choose(2, 3)).left, 0);
  assert.equal(kind(voter({ type: "cast" })), "unsealed", "another choice breaks the seal");
  const second = voter({ type: "seal" }).tracker;
  assert.notEqual(second, first);
  const { ballot, tracker } = voter({ type: "cast" });
  assert.equal(tracker, second);
  assert.equal(JSON.parse(ballot).credential, three.credential);
});

test("nothing is done in a wrong order", () => {
  const voter = loadVoter();
  for (const message of [choose(0, 0), { type: "seal" }, { type: "cast" }, { type: "reveal" }]) {
    assert.equal(kind(voter(message)), "closed");
  }
  voter(open);
  voter(choose(0, 0));
  assert.equal(kind(voter({ type: "cast" })), "unsealed");
  assert.equal(kind(voter({ type: "reveal" })), "unsealed");
  assert.equal(kind(voter({ type: "seal" })), "unfinished");
});

test("a ballot is cast or revealed, never both, and never twice", () => {
  for (const last of ["cast", "reveal", "forget"]) {
    const voter = loadVoter();
    prepare(voter, { ...card, choices: [1, 2, 3] });
    assert.notEqual(voter({ type: last }).type, "error");
    for (const message of [{ type: "cast" }, { type: "reveal" }, { type: "seal" }, choose(0, 0), open]) {
      assert.equal(kind(voter(message)), "finished", `${message.type} after ${last}`);
    }
    assert.deepEqual(voter({ type: "forget" }), { type: "forgotten" });
  }
});

test("opening anew drops what was chosen", () => {
  const voter = loadVoter();
  prepare(voter, { ...card, choices: [1, 2, 3] });
  assert.equal(kind(voter({ ...open, credential: "" })), "credential");
  assert.equal(kind(voter({ type: "cast" })), "closed");
  assert.equal(voter(open).type, "opened");
  assert.equal(kind(voter({ type: "seal" })), "unfinished");
});

test("choices that do not exist are refused with their place", () => {
  const voter = loadVoter();
  voter(open);
  for (const question of [-1, 3, 0.5, "0", null, undefined, NaN, 2 ** 53, [0], true, 0n]) {
    assert.equal(kind(voter(choose(question, 0))), "choice");
  }
  for (const answer of [-1, 7, 0.5, "0", null, undefined, NaN, 2 ** 53, [0], true, 0n]) {
    assert.deepEqual(voter(choose(2, answer)), { type: "error", kind: "choice", reason: "no such answer", question: 2 });
  }
  assert.equal(voter(choose(2, 6)).left, 2);
});

test("the same choice made again has other randomness", () => {
  const ballots = [0, 0].map(() => {
    const voter = loadVoter();
    prepare(voter, { ...card, choices: [1, 2, 3] });
    return JSON.parse(voter({ type: "cast" }).ballot);
  });
  const points = ballots.flatMap(({ answers }) => answers.flatMap(({ choices }) => choices.flatMap(({ alpha, beta }) => [alpha, beta])));
  assert.equal(new Set(points).size, 2 * 3 * 7 * 2);
  const voter = loadVoter();
  const [first, again] = [prepare(voter, { ...card, choices: [1, 2, 3] }), (voter(choose(0, 1)), { sealed: voter({ type: "seal" }) })];
  assert.notEqual(first.sealed.tracker, again.sealed.tracker);
});

test("every choice draws as many random numbers", () => {
  const drawn = [];
  for (let answer = 0; answer < 7; answer++) {
    let bytes = 0;
    const voter = loadVoter((length) => ((bytes += length), crypto.getRandomValues(new Uint8Array(length))));
    voter(open);
    voter(choose(0, answer));
    drawn.push(bytes);
  }
  assert.deepEqual(drawn, Array(7).fill(64 * (4 * 7 + 1)));
});

test("without random numbers there is no ballot", () => {
  const broken = [
    () => {
      throw new Error("none");
    },
    (length) => new Uint8Array(length),
  ];
  for (const random of broken) {
    const voter = loadVoter(random);
    assert.equal(voter(open).type, "opened");
    assert.equal(kind(voter(choose(0, 0))), "randomness");
    assert.equal(kind(voter({ type: "seal" })), "unfinished");
  }
});

test("a choice that failed does not leave the one before", () => {
  let works = true;
  const voter = loadVoter((length) => (works ? crypto.getRandomValues(new Uint8Array(length)) : new Uint8Array(length)));
  prepare(voter, { ...card, choices: [1, 2, 3] });
  works = false;
  assert.equal(kind(voter(choose(1, 5))), "randomness");
  assert.deepEqual(voter({ type: "seal" }).question, 1);
  assert.equal(kind(voter({ type: "cast" })), "unsealed");
});
