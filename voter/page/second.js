// 检查 on a second device: the tracker comes before anything is revealed; then the ballot is computed again here.
import { rest } from "./box.js";
import { button, h, notice, p, show } from "./dom.js";
import { askTracker } from "./ask.js";
import { trackerLine } from "./outcome.js";
import { load } from "./session.js";
import { inAddress, readTracker } from "./tracker.js";

const TROUBLE = "请两台设备都不要关闭，马上报告监督检查组。";

export async function second(env, fragment) {
  const given = readTracker(fragment);
  if (given) return awaitRevealed(env, given);
  show("检查一张票（第二台设备）", p("在第一台设备的“检查”页上，扫描二维码，或者输入追踪码。要在第一台设备按“公开并作废”以前做。"), ...askTracker((tracker) => awaitRevealed(env, tracker).catch(env.failed)));
  return undefined;
}

async function awaitRevealed(env, tracker) {
  const session = await load(env), line = h("p", { role: "status" }, "正在等第一台设备公开……");
  show("已记下追踪码", trackerLine(tracker), p("请核对：它与第一台设备上的一模一样。然后在第一台设备上按“公开并作废这张票”。"), line);
  for (;;) {
    const answer = await env.box.get(`checks/${inAddress(tracker)}`);
    if (answer.status === 200) return compare(env, session, tracker, answer.text);
    await rest(2000 + Math.random() * 2000 + answer.retryAfter * 1000);
    if (!line.parentNode) return undefined;
  }
}

// The answer is `{"ballot":B,"revealed":R}`, both to the last byte.
export function parts(text) {
  const found = /^\{"ballot":(.*),"revealed":(\{.*\})\}$/.exec(text);
  return found ? { ballot: found[1], revealed: found[2] } : undefined;
}

async function compare(env, session, tracker, text) {
  show("正在重新计算", p("本机正在用公开的随机数重新加密，与那张票逐项对照……"));
  const both = parts(text), booth = env.newBooth();
  let found;
  try {
    found = await booth.ask({ type: "check", election: session.text, ...both });
  } catch (error) {
    booth.end();
    show("检查不通过", notice("公开的内容与那张票的加密结果对不上。", "bad"), p(TROUBLE), trackerLine(tracker));
    return;
  }
  booth.end();
  if (found.tracker !== tracker) {
    show("检查不通过", notice("公开的是另一张票，追踪码不同。", "bad"), p(TROUBLE), trackerLine(found.tracker));
    return;
  }
  const lines = session.questions.map(({ name, answers }, at) => h("li", {}, h("span", {}, name, h("strong", {}, answers[found.choices[at]]))));
  show(
    "这张票里加密的是",
    p("请与第一台设备上当时点的逐项对照。全部一致：这张票加密如实。"),
    h("ol", { class: "lines" }, lines),
    notice(`有一项不一致的，${TROUBLE}`),
    h("h2", {}, "追踪码"),
    trackerLine(tracker),
    button("再检查一张", () => second(env, ""), true),
  );
}
