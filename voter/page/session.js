// What the box says of the election, and waiting for its window.
import { rest } from "./box.js";
import { h, notice, p, put, show } from "./dom.js";
import { where } from "./header.js";
import { script } from "./lazy.js";
import { pause, untilAsked } from "./retry.js";

// An error with what the box said.
const refusal = (problem) => Object.assign(new Error(problem.title), { problem });

// Asks until there is an answer; while there is none, the page says so. A refusal of the box is thrown.
async function insist(env, path) {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await env.box.get(path);
    if (answer.status === 200 && answer.json) return answer;
    if (answer.word && answer.status < 500) throw refusal(answer.json);
    if (attempt === 1) {
      show("正在连接票箱", notice(navigator.onLine === false ? "手机没有联网。" : "暂时连不上票箱。"), p("页面会自动重试，请不要关闭。可以试着切换会场 Wi-Fi 和移动数据。您没有提交任何内容。"));
    }
    await rest(pause(attempt, answer.retryAfter, Math.random()));
  }
}

// The election's text and all that is shown with it.
export async function load(env) {
  // Wanted at the end, when the network may be gone.
  script("qr.js").catch(() => undefined);
  const [election, state, about] = await Promise.all([insist(env, "election.json"), insist(env, "state.json"), insist(env, "about.json")]);
  const departments = new Map(about.json.departments.map((department) => [department.name, department]));
  const session = { text: election.text, election: election.json, standing: state.json, about: about.json };
  session.questions = election.json.questions.map(({ question, answers }) => ({ name: question, answers, ...(departments.get(question) || {}) }));
  if (about.json.rehearsal) env.clock.standStill();
  where(`${about.json.title}${about.json.rehearsal || state.json.dry_run ? "（演练，不算数）" : ""}`);
  return session;
}

export async function ask(env, session) {
  const answer = await env.box.get("state.json");
  if (answer.status === 200 && answer.json) session.standing = answer.json;
  return answer;
}

export const isOver = ({ state, open }) => !open && ["open", "closed", "released", "void"].includes(state);

// Waits until the window is open; throws when it is over.
export async function untilOpen(env, session) {
  if (session.standing.open) return;
  const line = h("p", { role: "status" }, "");
  let shown = false;
  while (!session.standing.open) {
    if (isOver(session.standing)) throw refusal({ title: "评议已经结束", detail: "现在不能再填写和提交。如果您在结束前看到过“已计入”，那张票已经计入。" });
    if (!shown) show("请等候开始", p("评议还没有开始。主持人宣布开始后，这个页面会自动打开评议票，不必刷新，也不必重新扫码。"), line, p("请保持屏幕亮着、页面开着。"));
    shown = true;
    const asked = new Date(env.clock.now() + 8 * 3600000).toISOString().slice(11, 16);
    put(line, `${asked} 查询过，尚未开始。`);
    const answer = await ask(env, session);
    if (session.standing.open) return;
    await rest(untilAsked(true, answer.retryAfter, Math.random()));
  }
}

// Asks now and then whether the window was extended or closed, until stopped.
export function follow(env, session) {
  let stopped = false;
  (async () => {
    let after = 0;
    while (!stopped) {
      await rest(untilAsked(false, after, Math.random()));
      if (!stopped) after = (await ask(env, session)).retryAfter;
    }
  })();
  return () => (stopped = true);
}
