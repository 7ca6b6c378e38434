// What a ballot of ten questions with five answers costs in this engine, in milliseconds of processor time (all threads).
import { gzipSync } from "node:zlib";
import { bundle, loadVoter } from "./test/bundle.mjs";
import { vectors } from "./test/vectors.mjs";

const BALLOTS = 50, WARM_UP = 5;
const session = vectors.ballots.find(({ choices }) => choices.length === 10);

function cost(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

// One ballot in a worker of its own, as on a phone: tables, the ten questions, the signature.
function ballot() {
  let voter;
  const load = cost(() => (voter = loadVoter()));
  const open = cost(() => voter({ type: "open", election: session.election, credential: session.card }));
  const choose = cost(() => session.choices.forEach((answer, question) => voter({ type: "choose", question, answer })));
  const seal = cost(() => voter({ type: "seal" }) && voter({ type: "cast" }));
  return { load, open, choose, seal, ballot: choose + seal, all: load + open + choose + seal };
}

const median = (numbers) => numbers.slice().sort((a, b) => a - b)[numbers.length >> 1];
const words = (costs) => Object.entries(costs).map(([name, cost]) => `${name} ${cost.toFixed(1)}`).join(", ");

console.log(`dist/voter.js: ${bundle.length} characters, ${gzipSync(bundle, { level: 9 }).length} bytes with gzip -9`);
console.log(`first ballot: ${words(ballot())}`);
for (let warm = 1; warm < WARM_UP; warm++) ballot();
const ballots = Array.from({ length: BALLOTS }, ballot);
const medians = Object.keys(ballots[0]).map((name) => [name, median(ballots.map((costs) => costs[name]))]);
console.log(`median of ${BALLOTS}: ${words(Object.fromEntries(medians))}`);
