// Sends requests at a steady rate and prints percentiles of the time to the last byte.
// Usage: node docs/bench/steady.mjs http://127.0.0.1:7300/ 200 30   (address, requests a second, seconds)
import http from "node:http";

const [address = "http://127.0.0.1:7300/", rate = "200", seconds = "30"] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const times = [];
let failed = 0;

function ask() {
  const began = process.hrtime.bigint();
  http
    .get(address, { agent }, (answer) => {
      answer.resume();
      answer.on("end", () => {
        if (answer.statusCode === 200) times.push(Number(process.hrtime.bigint() - began) / 1e6);
        else failed += 1;
      });
    })
    .on("error", () => (failed += 1));
}

const total = Number(rate) * Number(seconds);
const began = Date.now();
let sent = 0;
const timer = setInterval(() => {
  const due = Math.min(total, Math.floor(((Date.now() - began) / 1000) * Number(rate)));
  for (; sent < due; sent += 1) ask();
  if (sent >= total) {
    clearInterval(timer);
    setTimeout(report, 1000);
  }
}, 1);

function report() {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]?.toFixed(2);
  console.log(`${times.length} answered, ${failed} failed; ms: p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, longest ${at(1)}`);
  agent.destroy();
}
