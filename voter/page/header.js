// The head of the page: session, countdown, how many are graded; and the switch to large type.
import { passed, remaining } from "./clock.js";
import { put, say } from "./dom.js";

const id = (name) => document.getElementById(name);

export function where(words) {
  put(id("where"), words);
}

export function graded(words) {
  put(id("graded"), words);
}

export function hideStanding() {
  id("standing").hidden = true;
}

// Shows what is left each second, and tells a screen reader now and then; `over` is called when nothing is left. Gives its end.
export function countdown(closesAt, now, over) {
  let before = closesAt() - now();
  id("standing").hidden = false;
  const tick = () => {
    const left = closesAt() - now(), moment = passed(before, left);
    put(id("clock"), remaining(left));
    if (moment) say(`评议还剩 ${moment} 分钟`);
    before = left;
    if (left <= 0) over();
  };
  const timer = setInterval(tick, 1000);
  tick();
  return () => clearInterval(timer);
}

// Large type, remembered on this device.
export function elderSwitch(store) {
  const button = id("elder"), root = document.documentElement;
  const set = (on) => {
    root.classList.toggle("elder", on);
    button.setAttribute("aria-pressed", String(on));
    put(button, on ? "普通版" : "大字版");
  };
  set(store.get("sanmin:elder") === "yes");
  button.addEventListener("click", () => {
    const on = !root.classList.contains("elder");
    set(on);
    store.set("sanmin:elder", on ? "yes" : "no");
  });
}
