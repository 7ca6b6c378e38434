// Keying the paper ballots of a venue that lost power or network: two people, one after the other, neither sees the other's.
import { askCard } from "./ask.js";
import { button, h, notice, p, show } from "./dom.js";
import { cards, foot, goTo } from "./fill.js";
import { differences, makeChoosing, makeFilling } from "./filling.js";
import { graded, where } from "./header.js";
import { counted, refused } from "./outcome.js";
import { load, untilOpen } from "./session.js";
import { finish } from "./vote.js";

export function paper(env) {
  where("录入纸质票");
  const key = `sanmin:paper:${env.uuid}`, counter = () => Number(env.store.get(key)) || 0;
  env.kiosk = true;
  let session;

  const tally = () => p(`这台设备已录入并计入 ${counter()} 张纸质票。这个数写进会场报告。`);

  async function begin() {
    graded("");
    session = session || (await load(env));
    await untilOpen(env, session);
    where("录入纸质票");
    show(
      "录入一张纸质票",
      notice("仅在会场断电或断网、改用纸质票，并经监督检查组到场同意以后使用。两人录入，一人录一遍，互相不看。"),
      h("h2", {}, "第一人：这张票的投票码"),
      ...askCard(env, (card) => first(card), "下一步"),
      tally(),
    );
  }

  // One person keys the grades of these departments.
  function keyIn(who, filling, which, then) {
    const bar = foot(filling, which, () => then(), `${who}录完了`);
    const count = () => graded(`${who}：已录 ${which.filter((question) => filling.answers[question] !== undefined).length} / ${which.length}`);
    show(`${who}录入`, p("照纸质票逐项录入。纸上没有选或选了两个的，不要猜：停下，交监督检查组认定。"), ...cards(session.questions, filling.answers, which, (question, answer) => {
      filling.choose(question, answer);
      count();
      bar.update(question);
    }), bar.element);
    count();
    if (which.length < session.questions.length) goTo(which[0]);
  }

  const all = () => session.questions.map((_, question) => question);

  function first(card) {
    const one = makeFilling(session.questions.length), two = makeFilling(session.questions.length);
    keyIn("第一人", one, all(), () => handOver(() => show("第二人：这张票的投票码", ...askCard(env, (again) => {
      if (again !== card) return differ();
      return keyIn("第二人", two, all(), () => compare(card, one, two));
    }, "下一步"))));
  }

  function differ() {
    graded("");
    show("两人录的投票码不同", notice("请两人一起看这张票，从头再录。", "bad"), button("从头再录这张票", () => begin().catch(env.failed)));
  }

  function handOver(then) {
    graded("");
    show("请交给第二人", p("第一人的录入已经收起。请把设备和纸质票交给第二人。"), button("我是第二人，开始", then));
  }

  function compare(card, one, two) {
    const unlike = differences(one.answers, two.answers);
    graded("");
    if (unlike.length === 0) return agreed(card, one);
    show(
      "两人录得不一样",
      notice("请两人一起看纸质票，再各录一遍下面的部门。", "bad"),
      h("ul", {}, unlike.map((question) => h("li", {}, session.questions[question].name))),
      button("第一人再录", () => {
        unlike.forEach((question) => {
          one.choose(question, undefined);
          two.choose(question, undefined);
        });
        keyIn("第一人", one, unlike, () => handOver(() => keyIn("第二人", two, unlike, () => compare(card, one, two))));
      }),
    );
    return undefined;
  }

  function agreed(card, filling) {
    show("两人一致", p("两遍录入完全一样。提交后不能再改。"), button("加密并投入票箱", () => cast(card, filling).catch(env.failed)), button("不提交，从头再录", () => begin().catch(env.failed), true));
  }

  async function cast(card, filling) {
    show("正在加密", p("请稍候……"));
    const booth = env.newBooth(), { credential } = await booth.ask({ type: "open", election: session.text, credential: card });
    const choosing = makeChoosing((message) => booth.ask(message));
    filling.answers.forEach((answer, question) => choosing.choose(question, answer));
    await choosing.settled();
    const { tracker } = await booth.ask({ type: "seal" }), { ballot } = await booth.ask({ type: "cast" });
    booth.end();
    const next = () => button("录下一张", () => begin().catch(env.failed));
    await finish(env, { credential, tracker, state: "sending", ballot, key: session.standing.receipt_key }, {
      counted(entry) {
        env.store.set(key, String(counter() + 1));
        counted(entry, [tally(), next()], { saved: false });
      },
      refused: (problem) => refused(problem, [next()]),
    });
  }

  return begin();
}
