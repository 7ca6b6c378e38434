// Brings a ballot to the box, or what is revealed of one, until the box has answered for it. The same bytes each time.
import { rest } from "./box.js";
import { h, notice, p, put, show } from "./dom.js";
import { hideStanding } from "./header.js";
import { judge, pause } from "./retry.js";

const plain = (milliseconds) => `${Math.max(1, Math.round(milliseconds / 1000))} 秒后`;

function why({ status, word, json }) {
  if (status === 0) return navigator.onLine === false ? "手机没有联网。" : "网络不通，没有收到票箱的回答。";
  if (!word) return "收到的不是票箱的回答（可能要先登录 Wi-Fi）。";
  return `${json.title}。`;
}

// The screen while it goes on; gives a function that says how.
function waiting(entry, lasting) {
  const checking = entry.state === "checking", line = h("p", { role: "status" }, "正在发送……");
  show(
    checking ? "正在公开这张票" : "正在提交评议票",
    line,
    checking ? undefined : p("评议票已经加密封好。收到票箱的回执以前，请不要离开，也不要关闭这个页面；重复发送不会重复计票。"),
    lasting || checking ? undefined : notice("这个浏览器不允许保存内容：请不要刷新页面，否则要重新填写。"),
  );
  return (words) => put(line, words);
}

// Resolves with `{ outcome: "counted" | "refused", answer }`.
export async function deliver(env, entry) {
  const checking = entry.state === "checking";
  const path = checking ? "checks" : "ballots", body = checking ? `{"ballot":${entry.ballot},"revealed":${entry.revealed}}` : entry.ballot;
  hideStanding();
  // A tablet that nobody touches must not begin anew now.
  env.sending = true;
  const say = waiting(entry, env.kept.lasting());
  for (let attempt = 0; ; attempt += 1) {
    const answer = await env.box.post(path, body), outcome = judge(answer, entry.tracker, checking);
    if (outcome !== "again") {
      env.sending = false;
      return { outcome, answer };
    }
    const wait = pause(attempt, answer.retryAfter, Math.random());
    say(`${why(answer)}${checking ? "内容" : "评议票"}${env.kept.lasting() ? "保存在这部设备上" : "还在这个页面里"}，${plain(wait)}自动再发（第 ${attempt + 2} 次）。`);
    await rest(wait);
    say("正在发送……");
  }
}
