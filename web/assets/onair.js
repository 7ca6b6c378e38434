// Keeps a page up to date with what is on stage: by server-sent events, and where those do not come through by asking every few seconds.
// Timers count by the server's clock. Without this module the page stands as it was sent and has a link to refresh it.
import { span } from "./countdown.js";

const ASK = 4000, RETRY = 30000, SILENT = 40000;

const root = document.querySelector("[data-onair]");
const line = document.querySelector("[data-onair-state]");

let id = root ? root.dataset.id : undefined;
let told = null;
// How far this device's clock is behind the server's, and whether the server's stands still, as in a rehearsal.
let behind = 0, standing = false, stoodAt = 0;
let source = null, heard = 0, asking = null, retrying = null;

const now = () => (standing ? stoodAt : Date.now() + behind);

function say(words) {
  if (line && line.textContent !== words) line.textContent = words;
}

function clock(serverTime) {
  behind = serverTime - Date.now();
  stoodAt = serverTime;
}

function put(name, words) {
  const place = document.querySelector(`[data-slot="${name}"]`);
  if (!place) return;
  if (place.textContent !== words) place.textContent = words;
  (place.closest(`[data-holds="${name}"]`) || place).hidden = !words;
  // A question takes room: on a hall's screen the rest is smaller then.
  if (name === "question") root.classList.toggle("asking", !!words);
}

function entry(item) {
  const row = document.createElement("li");
  row.className = item.state;
  if (item.state === "on" || item.state === "paused") row.setAttribute("aria-current", "step");
  for (const [kind, words] of [["title", item.title], ["kind", item.kind], ["state", item.state_words]]) {
    if (!words) continue;
    const part = document.createElement("span");
    part.className = "stage-order-" + kind;
    part.textContent = words;
    row.append(part);
  }
  return row;
}

// The same words as the server's.
function reading(timer) {
  const until = timer.paused_since === null ? now() : timer.paused_since;
  const left = timer.limit - Math.max(until - timer.started_at - timer.paused, 0);
  const seconds = left > 0 ? Math.ceil(left / 1000) : Math.floor(-left / 1000);
  const digits = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  const stopped = timer.paused_since !== null;
  if (left <= 0) return ["over", stopped ? "暂停，已超时" : "超时", digits];
  if (stopped) return ["paused", "暂停，剩余", digits];
  if (left <= timer.warning) return ["warn", "即将到时，剩余", digits];
  return ["ok", "剩余", digits];
}

function showTimer(place, timer) {
  place.hidden = !timer;
  if (!timer) return;
  const [kind, words, digits] = reading(timer);
  const name = "stage-timer " + kind;
  if (place.className !== name) place.className = name;
  const said = place.querySelector(".stage-timer-words"), left = place.querySelector(".stage-timer-left");
  if (said.textContent !== words) said.textContent = words;
  if (left.textContent !== digits) left.textContent = digits;
}

function showCountdown(place, countdown) {
  place.hidden = !countdown;
  if (!countdown) return;
  const seconds = Math.ceil((countdown.target - now()) / 1000);
  const words = seconds > 0 ? countdown.words + " " : countdown.arrived;
  let left = place.querySelector(".countdown-left");
  if (place.dataset.words !== words) {
    place.textContent = words;
    place.dataset.words = words;
    left = null;
  }
  if (seconds <= 0) return;
  if (!left) {
    left = document.createElement("strong");
    left.className = "countdown-left";
    place.append(left);
  }
  const text = span(seconds);
  if (left.textContent !== text) left.textContent = text;
}

function tick() {
  for (const holder of document.querySelectorAll("[data-timer]")) {
    showTimer(holder.querySelector(".stage-timer"), JSON.parse(holder.dataset.timer));
  }
  if (!told || root.dataset.onair !== "slots") return;
  const timer = root.querySelector('[data-slot="timer"]'), countdown = root.querySelector('[data-slot="countdown"]');
  if (timer) showTimer(timer, told.timer);
  if (countdown) showCountdown(countdown, told.countdown);
}

function fill() {
  for (const [name, words] of Object.entries(told.said)) put(name, words);
  const order = root.querySelector('[data-slot="order"]');
  if (order) order.replaceChildren(...told.order.map(entry));
}

// The operators' page is made by the server: it is fetched again, unless somebody is writing on it.
async function renew() {
  if (root.querySelector("details[open]") || root.contains(document.activeElement) && /^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    say("会场有变化，写完以后请刷新本页。");
    return;
  }
  const answer = await fetch(root.dataset.href, { headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error("status " + answer.status);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(root.id);
  if (!fresh) return;
  const focus = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.press : "";
  root.innerHTML = fresh.innerHTML;
  const again = focus && root.querySelector(`[data-press="${focus}"]`);
  if (again) again.focus();
}

async function take(news) {
  standing = news.standing;
  clock(news.server_time);
  told = news.state;
  if (root.dataset.onair === "slots") {
    if (news.id !== id) fill();
  } else if (id !== undefined && news.id !== id) {
    await renew();
  }
  id = news.id;
  tick();
}

async function ask() {
  try {
    const answer = await fetch(root.dataset.state, { headers: { accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error("status " + answer.status);
    await take(await answer.json());
    say("本页每隔几秒更新一次。");
  } catch (error) {
    say("暂时连不上服务器，显示的是先前的内容，正在继续尝试。");
  }
}

function fallBack() {
  if (source) source.close();
  source = null;
  if (!asking) {
    ask();
    // Not all phones of a hall in the same moment.
    asking = setInterval(ask, ASK + Math.random() * 1000);
  }
  clearTimeout(retrying);
  retrying = setTimeout(listen, RETRY + Math.random() * RETRY);
}

function live() {
  heard = Date.now();
  clearInterval(asking);
  asking = null;
  say("本页随会场自动更新。");
}

function listen() {
  if (!window.EventSource) {
    if (!asking) fallBack();
    return;
  }
  const opened = new EventSource(root.dataset.events);
  source = opened;
  heard = Date.now();
  opened.addEventListener("state", async (event) => {
    live();
    try {
      await take(JSON.parse(event.data));
    } catch (error) {
      say("暂时连不上服务器，显示的是先前的内容，正在继续尝试。");
    }
  });
  opened.addEventListener("time", (event) => {
    live();
    clock(Number(event.data));
  });
  opened.addEventListener("error", () => {
    if (source === opened) fallBack();
  });
}

if (root) {
  listen();
  setInterval(tick, 250);
  // A stream that a proxy keeps back is silent without an error.
  setInterval(() => {
    if (source && Date.now() - heard > SILENT) fallBack();
  }, 5000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !asking && Date.now() - heard > SILENT / 2) {
      fallBack();
      clearTimeout(retrying);
      retrying = setTimeout(listen, 1000);
    }
  });
}
