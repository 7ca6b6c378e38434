// Whatever is sent, the worker answers, and an error has a kind that the README knows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadVoter, prepare } from "./bundle.mjs";
import { stream } from "./stream.mjs";
import { vectors } from "./vectors.mjs";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const KINDS = [...readme.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, kind]) => kind).filter((kind) => kind !== "fault");
const small = vectors.ballots[1];

// Numbers below a limit, always the same ones.
function dice(seed) {
  const bytes = stream(seed);
  return (limit) => bytes(4).readUInt32LE() % limit;
}

const answered = (reply, message) => {
  assert.ok(reply, JSON.stringify(message));
  if (reply.type === "error") assert.ok(KINDS.includes(reply.kind), `${reply.kind} for ${JSON.stringify(message)}`);
  return reply;
};

test("the kinds of errors are in the README", () => {
  const known = "ballot choice closed credential election finished message mismatch randomness revealed unfinished unsealed";
  assert.deepEqual([...KINDS].sort(), known.split(" "));
});

test("messages of no kind", () => {
  const voter = loadVoter();
  const types = [null, ["open"], "toString", "__proto__", "constructor", "OPEN"];
  const odd = [undefined, null, 0, "", "open", [], {}, new Map(), 1n, ...types.map((type) => ({ type }))];
  for (const message of odd) assert.equal(voter(message).kind, "message");
  for (const type of ["open", "check"]) {
    for (const value of [undefined, null, 7, {}, ["{"], new Uint8Array(3)]) {
      const reply = voter({ type, election: value, credential: value, ballot: value, revealed: value });
      assert.equal(reply.kind, "message");
    }
  }
  assert.equal(voter({ type: "open", election: small.election, credential: 7 }).kind, "message");
  assert.equal(voter({ type: "check", election: small.election, ballot: {} }).kind, "message");
  assert.equal(voter({ type: "check", election: small.election, ballot: small.ballot }).kind, "message");
});

test("changed texts never make a fault", () => {
  const roll = dice("changed texts"), odd = [..."\"\\{}[],:0123456789abAzué三𠮷 \n\u007f\u0001", "\ud800", "\udc00"];
  const change = (text) => {
    const characters = [...text];
    for (let times = 1 + roll(3); times > 0; times--) {
      const place = roll(characters.length + 1), deed = roll(4);
      characters.splice(place, deed === 0 ? 0 : 1 + roll(deed * deed), ...(deed === 3 ? [] : [odd[roll(odd.length)]]));
    }
    return characters.join("");
  };
  const voter = loadVoter();
  const count = {};
  for (let round = 0; round < 400; round++) {
    const { election, card, ballot, revealed } = small;
    const message = [
      { type: "open", election: change(election), credential: "" },
      { type: "open", election: small.election.slice(0, roll(election.length)), credential: card },
      { type: "check", election, ballot: change(ballot), revealed },
      { type: "check", election, ballot, revealed: change(revealed) },
    ][round % 4];
    if (message.type === "check" && round % 20 > 3) continue;
    const { type, kind } = answered(voter(message), message);
    count[kind || type] = (count[kind || type] || 0) + 1;
  }
  const credentials = Array.from({ length: 200 }, () => change(small.card)).filter((text) => text !== small.card);
  for (const credential of credentials) {
    const { type, kind } = answered(voter({ type: "open", election: small.election, credential }));
    assert.ok(type === "opened" || kind === "credential", credential);
  }
  for (const kind of ["election", "credential", "ballot", "revealed"]) assert.ok(count[kind] > 0, `${kind}: ${JSON.stringify(count)}`);
});

test("messages in any order", () => {
  const roll = dice("any order"), { election, card } = small;
  for (let round = 0; round < 30; round++) {
    const voter = loadVoter();
    const messages = [
      () => ({ type: "open", election, credential: card }),
      () => ({ type: "choose", question: roll(3) - 1, answer: roll(4) - 1 }),
      () => ({ type: "choose", question: 0, answer: roll(2) }),
      () => ({ type: "seal" }),
      () => ({ type: ["cast", "reveal", "forget", "seal"][roll(4)] }),
    ];
    const given = [];
    for (let step = 0; step < 12; step++) {
      const message = messages[roll(messages.length)]();
      const { type } = answered(voter(message), message);
      if (type === "ballot" || type === "revealed") given.push(type);
    }
    assert.ok(given.length <= 1, "a ballot was given out twice");
  }
});

test("deep and long texts", () => {
  const voter = loadVoter();
  const start = '{"version":1,"description":"';
  const texts = ["[".repeat(100_000), start + "\\n".repeat(600_000), `${start}${"三".repeat(400_000)}"`, " ".repeat(5_000_000)];
  for (const election of texts) assert.equal(voter({ type: "open", election, credential: small.card }).kind, "election");
});

test("a string has a longest length, in bytes of UTF-8", () => {
  const voter = loadVoter(), long = (name) => small.election.replace('"name":""', `"name":"${name}"`);
  for (const [name, kind] of [["三".repeat(349_525) + "a", "credential"], ["三".repeat(349_525) + "aa", "election"]]) {
    assert.equal(voter({ type: "open", election: long(name), credential: "" }).kind, kind);
  }
});

test("an error says nothing of the voter", () => {
  const voter = loadVoter();
  prepare(voter, { election: small.election, credential: small.card, choices: [1] });
  for (const message of [{ type: "choose", question: 0, answer: 9 }, { type: "cast!" }, null]) {
    assert.ok(!JSON.stringify(voter(message)).includes(small.card.slice(0, 5)));
  }
  const replies = [voter({ type: "choose", question: 0, answer: 1 }), voter({ type: "seal" })];
  assert.deepEqual(replies.map((reply) => Object.keys(reply)), [["type", "question", "left"], ["type", "tracker"]]);
});
