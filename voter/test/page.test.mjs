// The page's parts that need no browser: clock, retry, what is kept, what is typed, what is compared.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeClock, passed, remaining } from "../page/clock.js";
import { differences, makeChoosing, makeFilling } from "../page/filling.js";
import { makeCardSlot, makeKept, makeStore } from "../page/kept.js";
import { judge, pause, seconds, untilAsked } from "../page/retry.js";
import { groups, inAddress, readCard, readTracker } from "../page/tracker.js";

const tracker = "kGfAsuED1tPCpu/+MdyRaSTwljFLKwS9AZDumRmgp4o", uuid = "22222222222222", card = "abcde-fghijk-mnopq-rstuvw";

test("the server's time is learnt from the quickest answer, however wrong the phone is", () => {
  let phone = 1_000_000;
  const clock = makeClock(() => phone);
  clock.learn(5_000_000 + 200, 1_000_000, 1_000_400);
  assert.equal(clock.now(), 5_000_000);
  clock.learn(9_000_000, 1_000_000, 1_010_000);
  assert.equal(clock.now(), 5_000_000, "a slow answer says less");
  clock.learn(5_000_050, 1_000_000, 1_000_100);
  assert.equal(clock.now(), 5_000_000);
  clock.learn(1, 2_000_000, 1_000_000);
  phone += 60_000;
  assert.equal(clock.now(), 5_060_000, "a clock that was set back in between teaches nothing");
});

test("in a rehearsal the time stands between two answers", () => {
  const clock = makeClock(() => Date.now());
  clock.standStill();
  clock.learn(1000, 0, 1);
  assert.equal(clock.now(), 1000);
  clock.learn(90000, 0, 500);
  assert.equal(clock.now(), 90000, "also when the answer was slow");
});

test("a countdown speaks at some moments, once", () => {
  assert.equal(remaining(1_199_001), "剩余 20 分 00 秒");
  assert.equal(remaining(61_000), "剩余 1 分 01 秒");
  assert.equal(remaining(-5), "剩余 0 分 00 秒");
  assert.equal(passed(300_500, 299_500), 5);
  assert.equal(passed(299_500, 298_500), undefined);
  assert.equal(passed(700_000, 500_000), 10, "asleep in between");
  assert.equal(passed(30_000, -1), undefined);
});

test("only the box's own word ends the sending", () => {
  const answer = (status, json, word = "") => ({ status, json, word });
  assert.equal(judge(answer(200, { tracker, signature: "04" }), tracker), "counted");
  assert.equal(judge(answer(200, { tracker }), tracker), "again", "no receipt");
  assert.equal(judge(answer(200, { tracker, signature: true }), tracker), "again");
  assert.equal(judge(answer(200, { tracker }), tracker, true), "counted", "what was revealed has no receipt");
  assert.equal(judge(answer(200, { tracker: "other", signature: "04" }), tracker), "again");
  assert.equal(judge(answer(200, undefined), tracker), "again", "the page of a Wi-Fi's operator");
  assert.equal(judge(answer(404, undefined), tracker), "again");
  assert.equal(judge(answer(0), tracker), "again");
  assert.equal(judge(answer(503, {}, "busy"), tracker), "again");
  assert.equal(judge(answer(500, {}, "internal-error"), tracker), "again");
  assert.equal(judge(answer(403, {}, "not-open-yet"), tracker), "again");
  assert.equal(judge(answer(409, { tracker: "other" }, "already-voted"), tracker), "refused");
  for (const word of ["closed", "card-revoked", "unknown-credential", "no-such-election"]) assert.equal(judge(answer(403, {}, word), tracker), "refused");
});

test("pauses grow, obey the box and are spread", () => {
  const at = (attempt, random, after = 0) => pause(attempt, after, random);
  assert.deepEqual([0, 1, 2, 3].map((attempt) => at(attempt, 1)), [1000, 2000, 4000, 8000]);
  assert.equal(at(50, 1), 30000);
  for (let attempt = 0; attempt < 9; attempt += 1) {
    assert.ok(at(attempt, 0) < at(attempt, 0.5) && at(attempt, 0.5) < at(attempt, 1), "not all at once");
    assert.ok(at(attempt, 0, 7) >= 7000, "never before the box said");
  }
  assert.equal(at(0, 0, 1e9), 300000, "nor never");
  assert.deepEqual(["2", "", null, "Wed, 21 Oct", "-1"].map(seconds), [2, 0, 0, 0, 0]);
  assert.ok(untilAsked(true, 0, 0) >= 5000 && untilAsked(true, 9, 0) >= 14000 && untilAsked(false, 0, 0) >= 20000);
});

test("the next without a grade is found around the corner", () => {
  const filling = makeFilling(4);
  assert.equal(filling.nextAfter(3), 0);
  [0, 1, 3].forEach((question) => filling.choose(question, 2));
  assert.deepEqual([filling.graded(), filling.complete(), filling.nextAfter(3), filling.nextAfter(2)], [3, false, 2, 2]);
  filling.choose(2, 0);
  assert.deepEqual([filling.complete(), filling.nextAfter(0)], [true, -1]);
});

test("of many choices for one department only the last is encrypted, and one after the other", async () => {
  const asked = [];
  let busy = 0;
  const choosing = makeChoosing(async (message) => {
    busy += 1;
    assert.equal(busy, 1);
    await new Promise((done) => setTimeout(done, 2));
    asked.push([message.question, message.answer]);
    busy -= 1;
  });
  [[0, 1], [1, 0], [1, 2], [1, 4], [0, 3]].forEach(([question, answer]) => choosing.choose(question, answer));
  await choosing.settled();
  assert.deepEqual(asked.slice(0, 1), [[0, 1]]);
  assert.deepEqual(new Map(asked), new Map([[0, 3], [1, 4]]));
  assert.equal(asked.length, 3);
  choosing.choose(2, 2);
  await choosing.settled();
  assert.deepEqual(asked[3], [2, 2]);
  const broken = makeChoosing(() => Promise.reject(new Error("worker")));
  broken.choose(0, 0);
  await assert.rejects(broken.settled(), /worker/);
});

test("ballots are kept by tracker, in storage or where that is refused in memory", () => {
  const lasting = new Map();
  const storage = { getItem: (key) => (lasting.has(key) ? lasting.get(key) : null), setItem: (key, value) => lasting.set(key, value), removeItem: (key) => lasting.delete(key) };
  const refusing = { getItem() { throw new Error("no"); }, setItem() { throw new Error("no"); }, removeItem() { throw new Error("no"); } };
  for (const [place, lasts] of [[storage, true], [refusing, false], [undefined, false]]) {
    const store = makeStore(place), kept = makeKept(store, uuid), slot = makeCardSlot(store, uuid);
    assert.equal(kept.lasting(), lasts);
    assert.deepEqual([kept.all(), kept.latest(), kept.underWay()], [[], undefined, undefined]);
    kept.put({ credential: "a", tracker: "1", state: "sending", ballot: "B" });
    kept.put({ credential: "b", tracker: "2", state: "counted" });
    assert.equal(kept.underWay().tracker, "1");
    assert.equal(kept.of("b").tracker, "2");
    kept.put({ credential: "a", tracker: "1", state: "counted" });
    assert.deepEqual([kept.underWay(), kept.all().length, kept.of("a").ballot], [undefined, 2, undefined]);
    assert.equal(makeKept(store, "other").latest(), undefined);
    slot.set(card);
    assert.equal(slot.get(), card);
    slot.clear();
    assert.equal(slot.get(), null);
  }
  lasting.set(`sanmin:ballots:${uuid}`, "{broken");
  assert.deepEqual(makeKept(makeStore(storage), uuid).all(), []);
});

test("cards are read however they are typed or scanned", () => {
  const plain = card.split("-").join("");
  for (const text of [card, plain, ` ${card} `, card.split("-").join(" "), `https://b.example/v/${uuid}#${card}`, "ａｂｃｄｅ－ｆｇｈｉｊｋ－ｍｎｏｐｑ－ｒｓｔｕｖｗ"]) {
    assert.deepEqual(readCard(text, uuid), { card }, text);
  }
  for (const text of ["", "abc", card + "x", card.replace("a", "0"), card.replace("b", "l"), "https://b.example/"]) assert.deepEqual(readCard(text, uuid), { problem: "form" }, text);
  assert.deepEqual(readCard(`https://b.example/v/33333333333333#${card}`, uuid), { problem: "session" });
});

test("trackers are read however they are typed or scanned", () => {
  assert.equal(groups(tracker).join(" "), "kGfA suED 1tPC pu/+ MdyR aSTw ljFL KwS9 AZDu mRmg p4o");
  for (const text of [tracker, groups(tracker).join(" "), tracker + "=", inAddress(tracker), `https://b.example/v/${uuid}#check=${inAddress(tracker)}`]) assert.equal(readTracker(text), tracker, text);
  for (const text of ["", tracker.slice(1), tracker + "a", "评议"]) assert.equal(readTracker(text), undefined, text);
});

test("two keyings of a paper ballot are compared department by department", () => {
  assert.deepEqual(differences([0, 1, 2], [0, 1, 2]), []);
  assert.deepEqual(differences([0, 1, 2], [4, 1, undefined]), [0, 2]);
});
