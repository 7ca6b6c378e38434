// One card, from its code to the box.
import { button, h, notice, p, show } from "./dom.js";
import { deliver } from "./deliver.js";
import { cards, foot, goTo } from "./fill.js";
import { makeChoosing, makeFilling } from "./filling.js";
import { countdown, graded } from "./header.js";
import { qr } from "./lazy.js";
import { checked, counted, refused, trackerLine } from "./outcome.js";
import { ask, follow, isOver, load, untilOpen } from "./session.js";
import { inAddress } from "./tracker.js";

const CLOSED = { title: "评议已经结束", detail: "没有提交，这张票不再计入。如果您在结束前看到过“已计入”，那张票仍然有效。" };

// Whether the box will say the same for ever; what else was refused may be tried again with the same card.
const isFinal = ({ type }) => /:(already-voted|card-revoked)$/.test(type || "");

// Sends an entry to its end and shows it. `done` may show something of its own.
export async function finish(env, entry, done = {}) {
  const { outcome, answer } = await deliver(env, entry), was = entry.state;
  const kept = { credential: entry.credential, tracker: entry.tracker };
  if (outcome === "refused") {
    env.kept.put({ ...kept, state: "refused", refusal: { type: answer.json.type, title: answer.json.title, detail: answer.json.detail } });
    return (done.refused || refused)(answer.json);
  }
  if (was === "checking") {
    env.kept.put({ ...kept, state: "checked" });
    return (done.checked || checked)(kept);
  }
  const { signature } = answer.json;
  const booth = env.newBooth(), { signed } = await booth.ask({ type: "receipt", key: entry.key, uuid: env.uuid, tracker: entry.tracker, signature });
  booth.end();
  if (!signed) {
    show("回执的签名不对", notice("收到的回答不是这个票箱签的，不能确认已经计入。评议票还在这部设备上。", "bad"), p("请找会场工作人员，并可以再试一次。"), button("再试一次", () => finish(env, entry, done).catch(env.failed)));
    return undefined;
  }
  const receipt = { ...kept, state: "counted", receipt: signature };
  env.kept.put(receipt);
  return (done.counted || counted)(receipt);
}

// Shows an entry that this device knows already.
export function resume(env, entry, done = {}) {
  if (entry.state === "counted") return (done.counted || counted)(entry);
  if (entry.state === "checked") return (done.checked || checked)(entry);
  if (entry.state === "refused") return (done.refused || refused)(entry.refusal);
  return finish(env, entry, done);
}

// Fills in, reviews and casts the ballot of a card. `again` says that the page was loaded anew before anything was cast.
export async function vote(env, card, { again = false, done = {} } = {}) {
  const booth = env.newBooth(), session = await load(env);
  const opened = await booth.ask({ type: "open", election: session.text, credential: card }), known = env.kept.of(opened.credential);
  if (known && !(known.state === "refused" && !isFinal(known.refusal))) {
    booth.end();
    env.card.clear();
    return resume(env, known, done);
  }
  await untilOpen(env, session);

  const { questions } = session, all = questions.map((_, question) => question), filling = makeFilling(questions.length);
  const choosing = makeChoosing((message) => booth.ask(message)), stopFollowing = follow(env, session);
  let decided = false, asking = false;
  const warn = (event) => {
    if (filling.graded() === 0 || env.kiosk) return;
    event.preventDefault();
    // What older browsers look at.
    event.returnValue = "";
  };
  window.addEventListener("beforeunload", warn);
  const stop = () => {
    decided = true;
    stopClock();
    stopFollowing();
    window.removeEventListener("beforeunload", warn);
  };
  const close = () => {
    stop();
    booth.end();
    env.card.clear();
    (done.refused || refused)(CLOSED);
  };
  const stopClock = countdown(() => session.standing.closes_at, env.clock.now, async () => {
    // Perhaps it was extended a moment ago.
    if (asking || decided) return undefined;
    asking = true;
    const { status } = await ask(env, session);
    if (!decided && status === 200 && isOver(session.standing)) return close();
    // Not every second, when it goes on or nobody answers.
    setTimeout(() => (asking = false), 4000 + Math.random() * 4000);
    return undefined;
  });
  // What fails after a press is told on the page.
  const guarded = (act) => () => act().catch(env.failed);
  const count = () => graded(`已评 ${filling.graded()} / ${questions.length}`);

  function fill(at) {
    const bar = foot(filling, all, guarded(review), "核对并提交");
    const chose = (question, answer) => {
      filling.choose(question, answer);
      choosing.choose(question, answer);
      count();
      bar.update(question);
    };
    show(
      "评议票",
      again ? notice("页面重新打开过。您的选择从不保存，所以请从头再选一次；这张票还没有用过。") : undefined,
      p("请给每个部门选一个评价。选好全部以后，再核对、提交。提交以前都可以改。"),
      ...cards(questions, filling.answers, all, chose),
      bar.element,
    );
    count();
    if (at !== undefined) goTo(at);
  }

  async function review() {
    const place = h("div", { role: "status" }, p("正在加密……"));
    const lines = all.map((question) => {
      const { name, answers } = questions[question], change = button("修改", () => fill(question), true);
      change.setAttribute("aria-label", `修改${name}`);
      return h("li", {}, h("span", {}, name, h("strong", {}, answers[filling.answers[question]])), change);
    });
    show("请核对", p(`共 ${questions.length} 个部门。没有问题就提交；提交以后不能再改。`), h("ol", { class: "lines" }, lines), place);
    await choosing.settled();
    const { tracker } = await booth.ask({ type: "seal" });
    if (decided || !place.parentNode) return;
    const cast = button("提交评议票", guarded(async () => {
      if (decided) return;
      stop();
      const { ballot } = await booth.ask({ type: "cast" });
      booth.end();
      const entry = { credential: opened.credential, tracker, state: "sending", ballot, key: session.standing.receipt_key };
      // First kept, then sent: from here on a lost page or network loses nothing.
      env.kept.put(entry);
      env.card.clear();
      await finish(env, entry, done);
    }));
    place.textContent = "";
    place.append(
      cast,
      h("h2", {}, "追踪码"),
      p("评议票已经加密封好。这是它的追踪码，提交或检查都不会改变它。"),
      trackerLine(tracker),
      button("检查加密是否如实（此票将作废）", () => check(tracker), true),
    );
  }

  function check(tracker) {
    const address = `${location.origin}/v/${env.uuid}#check=${inAddress(tracker)}`;
    show(
      "检查加密是否如实",
      p("检查给监督人员和愿意较真的代表用：页面公开这张票的加密过程，由另一台设备重新计算，看它加密的是不是您选的。"),
      notice("检查以后，这张票作废，不能再投。要投票的，请返回。"),
      h("ol", {}, h("li", {}, "先用第二台设备扫描下面的二维码，或者打开 ", `${location.origin}/v/${env.uuid}#check`, " 输入追踪码。"), h("li", {}, "第二台设备显示出同一个追踪码以后，再按“公开并作废”。")),
      trackerLine(tracker),
      qr(address, "第二台设备的地址和追踪码"),
      button("返回，不检查", guarded(review)),
      button("公开并作废这张票", guarded(() => reveal(tracker)), true),
    );
  }

  async function reveal(tracker) {
    if (decided) return;
    stop();
    const { ballot, revealed } = await booth.ask({ type: "reveal" });
    booth.end();
    const entry = { credential: opened.credential, tracker, state: "checking", ballot, revealed };
    env.kept.put(entry);
    env.card.clear();
    await finish(env, entry, done);
  }

  return fill();
}
