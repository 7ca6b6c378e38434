// The page: what stands behind the # of its address decides what it is. The address is cleaned of a card at once.
import { makeBooth } from "./booth.js";
import { makeBox } from "./box.js";
import { makeClock } from "./clock.js";
import { button, h, notice, p, show } from "./dom.js";
import { elderSwitch } from "./header.js";
import { makeCardSlot, makeKept, makeStore } from "./kept.js";
import { folder, script } from "./lazy.js";
import { refused } from "./outcome.js";
import { seating } from "./seating.js";
import { readCard } from "./tracker.js";
import { resume, vote } from "./vote.js";

const storage = (name) => {
  try {
    return window[name];
  } catch (error) {
    return undefined;
  }
};

const ELSEWHERE = "请换用手机自带的浏览器重新扫码，或到会场的投票台（平板电脑）填写。您没有提交任何内容，票没有使用。";

function fits() {
  return typeof BigInt === "function" && window.Worker && window.fetch && window.AbortController && window.TextEncoder && window.crypto && crypto.getRandomValues;
}

// What cannot go on, in words.
function failed(error, more = []) {
  if (error.problem) return refused(error.problem, more);
  const words = {
    credential: ["投票码不完整", "请重新扫描票里的投票码；手工输入的，请核对每个字符。"],
    election: ["评议内容不对", "收到的评议内容无法识别。请找会场工作人员。"],
    randomness: ["这个浏览器没有可靠的随机数", ELSEWHERE],
    worker: ["加密程序没有载入", "请检查网络后再试；仍不行的，到会场的投票台填写。票没有使用。"],
  }[error.kind] || ["页面出现错误", "请重新扫描投票码再试；仍不行的，到会场的投票台填写。"];
  return show(words[0], notice(words[1], "bad"), ...(more.length ? more : [button("再试一次", () => location.reload())]));
}

function start() {
  const local = makeStore(storage("localStorage")), tab = makeStore(storage("sessionStorage"));
  elderSwitch(local);
  const path = /\/v\/([1-9A-HJ-NP-Za-km-z]{14,64})(?:\/(?:index\.html)?)?$/.exec(location.pathname);
  if (!path) return show("地址不完整", notice("请重新扫描评议票上的投票码。"));
  if (!fits()) return show("这个浏览器不能加密评议票", notice(ELSEWHERE, "bad"));

  const uuid = path[1], fragment = decode(location.hash.slice(1)), clock = makeClock(() => Date.now()), box = document.querySelector('meta[name="box"]').content;
  const modes = ["kiosk", "paper", "check"], mode = modes.find((name) => fragment.split("=")[0] === name);
  // What is typed for others must leave nothing on the device.
  const memory = makeStore(undefined), shared = mode === "kiosk" || mode === "paper";
  const env = {
    uuid, clock, store: local, failed, kiosk: false, sending: false,
    box: makeBox(box, uuid, clock),
    kept: makeKept(shared ? memory : local, uuid),
    card: makeCardSlot(shared ? memory : tab, uuid),
    newBooth: () => makeBooth(`${folder}voter.js`),
  };
  window.addEventListener("hashchange", () => location.reload());
  return run(env, mode, fragment).catch(failed);
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

async function run(env, mode, fragment) {
  if (mode) {
    await script("desk.js");
    return window.sanminDesk[mode](env, fragment.split("=").slice(1).join("="));
  }
  if (fragment) history.replaceState(null, "", location.pathname + location.search);

  const { card, problem } = fragment ? readCard(fragment, env.uuid) : {};
  if (problem) return show("投票码不完整", notice("请重新扫描票里的投票码。扫不出来的，到会场的投票台输入。", "bad"), p("您没有提交任何内容，票没有使用。"));
  const kept = env.card.get(), chosen = card || kept || undefined;
  if (card) env.card.set(card);
  // A ballot under way goes first, whichever card was scanned.
  const underWay = env.kept.underWay();
  if (underWay) {
    await resume(env, underWay);
    if (chosen) addTo(document.getElementById("main"), "填写刚才扫描的票", () => vote(env, chosen).catch(env.failed));
    return undefined;
  }
  if (chosen) return vote(env, chosen, { again: !card });
  const latest = env.kept.latest();
  if (latest) {
    resume(env, latest);
    return addTo(document.getElementById("main"), "检查这部手机能不能投票（试扫）", () => seating(env).catch(env.failed));
  }
  return seating(env);
}

function addTo(main, words, press) {
  main.append(h("h2", {}, "还有"), button(words, press, true));
}

start();
