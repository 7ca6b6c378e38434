// A screened tablet for those whose phone will not do. After each person nothing of them is left: the page begins anew.
import { askCard } from "./ask.js";
import { button, h, notice, p, put, show } from "./dom.js";
import { graded, where } from "./header.js";
import { checked, counted, refused } from "./outcome.js";
import { vote } from "./vote.js";

const IDLE = 120000, WARNED = 30000, SHOWN = 60000;

// Every word and value on this page goes with it.
const anew = () => location.reload();

// A button that begins anew, and does so by itself after a while.
function leaving(words) {
  const until = Date.now() + SHOWN, line = h("p", { class: "secondary" });
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    put(line, `${Math.max(0, left)} 秒后自动清除，回到开始页。`);
    if (left <= 0) anew();
  };
  setInterval(tick, 1000);
  tick();
  return [button(words, anew), line];
}

// Begins anew when nobody touches the tablet for two minutes; says so half a minute before.
function watchIdle(env) {
  let last = Date.now(), warning, stopped = false;
  const touched = () => {
    last = Date.now();
    if (warning) warning.remove();
    warning = undefined;
  };
  ["pointerdown", "touchstart", "keydown", "scroll", "change"].forEach((name) => document.addEventListener(name, touched, true));
  const timer = setInterval(() => {
    const left = IDLE + WARNED - (Date.now() - last);
    if (env.sending) return touched();
    if (stopped || left > WARNED) return undefined;
    if (left <= 0) return anew();
    if (!warning) {
      warning = h("div", { class: "notice bad", role: "alert" }, h("strong", {}, "还在吗？"), h("span", {}), button("继续填写", touched, true));
      document.querySelector("header").append(warning);
    }
    return put(warning.querySelector("span"), `没有操作，${Math.ceil(left / 1000)} 秒后清除已填的内容。`);
  }, 1000);
  return () => {
    stopped = true;
    clearInterval(timer);
    touched();
  };
}

export function kiosk(env) {
  env.kiosk = true;
  where("投票台");
  graded("");
  const begin = (card) => {
    const stop = watchIdle(env);
    const ended = (screen) => (what) => {
      stop();
      screen(what);
    };
    const done = {
      counted: ended((entry) => counted(entry, leaving("完成，清除并交给下一位"), { large: true, saved: false })),
      checked: ended((entry) => checked(entry, leaving("完成，清除"))),
      refused: ended((problem) => refused(problem, leaving("清除，回到开始页"))),
    };
    vote(env, card, { done }).catch((error) => {
      stop();
      env.failed(error, leaving("清除，回到开始页"));
    });
  };
  show(
    "投票台",
    p("扫描您的投票码，或者输入。票与用手机投的完全一样。"),
    notice("投完以后，这台设备上不留您的任何内容。填写时请不要让别人看到屏幕。"),
    ...askCard(env, begin, "开始填写"),
  );
}
