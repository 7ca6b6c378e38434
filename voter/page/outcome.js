// The last screens of a card: counted, refused, checked.
import { h, notice, p, say, show } from "./dom.js";
import { graded, hideStanding } from "./header.js";
import { qr } from "./lazy.js";
import { groups } from "./tracker.js";

export function trackerLine(tracker) {
  return h("p", { class: "tracker" }, groups(tracker).map((group) => h("span", {}, group)));
}

function quiet() {
  hideStanding();
  graded("");
}

export function counted(entry, more = [], { large = false, saved = true } = {}) {
  quiet();
  const title = "已计入";
  const main = show(title);
  const heading = main.firstChild, banner = h("div", { class: "counted" });
  main.replaceChild(banner, heading);
  banner.append(heading);
  if (large) main.classList.add("large");
  main.append(
    p(h("strong", {}, "您的评议票已经放进票箱。可以离开会场。")),
    ...more,
    h("h2", {}, "追踪码"),
    trackerLine(entry.tracker),
    qr(entry.tracker, "追踪码的二维码"),
    p("凭追踪码可以在评议结束后公布的票箱清单里找到这张票。它只说明票在箱里，不说明怎么评的；任何人都不能凭它知道您的选择。"),
    p(`票箱的签名回执已经核对无误${saved ? "，保存在本机" : ""}。`),
  );
  heading.focus();
  say("已计入。可以离开会场。");
}

const ADVICE = {
  "already-voted": "这张票在此之前已经投过，一票只计第一次。如果不是您本人投的，请保留这张票，马上告诉会场工作人员。",
  closed: "在结束以前没有送到，这张票没有计入。如果您在结束前看到过“已计入”，那张票仍然有效。",
};

export function refused(problem, more = []) {
  quiet();
  const word = ((problem && problem.type) || "").replace("urn:sanmin:problem:", "");
  show((problem && problem.title) || "不能继续", notice(ADVICE[word] || (problem && problem.detail) || "请找会场工作人员。", "bad"), ...more);
}

export function checked(entry, more = []) {
  quiet();
  show(
    "这张票已用于检查",
    notice("加密过程已经公开，票箱核对一致。这张票已经作废，不会计票，也不能再投。"),
    p("请在第二台设备上看：它重新计算出来的选择，是不是您刚才在这部手机上点的。"),
    p("不一致的，请两台设备都不要关，马上报告监督检查组。"),
    h("h2", {}, "追踪码"),
    trackerLine(entry.tracker),
    ...more,
  );
}
