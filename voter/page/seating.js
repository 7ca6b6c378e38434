// The test scan at seating: whether phone, network, storage, random numbers and cryptography will do. No card takes part.
import { button, h, notice, p, show } from "./dom.js";
import { load } from "./session.js";

const SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// A code in the form of a card's, of no card.
export function madeUp(random) {
  const bytes = random(new Uint8Array(22)), signs = Array.from(bytes, (byte) => SIGNS[byte % 58]).join("");
  return [signs.slice(0, 5), signs.slice(5, 11), signs.slice(11, 16), signs.slice(16)].join("-");
}

export async function trial(env, session) {
  const booth = env.newBooth(), begun = Date.now();
  try {
    await booth.ask({ type: "open", election: session.text, credential: madeUp((bytes) => crypto.getRandomValues(bytes)) });
    for (let question = 0; question < session.questions.length; question += 1) await booth.ask({ type: "choose", question, answer: 0 });
    await booth.ask({ type: "seal" });
    return (Date.now() - begun) / 1000;
  } finally {
    booth.end();
  }
}

export async function seating(env) {
  show("试扫", p("正在检查这部手机能不能投票，请稍候……"));
  const session = await load(env);
  show("试扫", p("已连上票箱，正在试着加密一张空白票（不会发出）……"));
  const taken = await trial(env, session);
  show(
    "可以了，这部手机能投票",
    notice("网络、加密和随机数都正常。这次试扫没有使用、也没有发出任何一张票。", "good"),
    env.kept.lasting() ? undefined : notice("这个浏览器不允许保存内容。可以投票，但提交过程中请不要刷新或关闭页面；也可以换用手机自带的浏览器。"),
    taken > 15 ? notice(`这部手机加密较慢（约 ${Math.round(taken)} 秒）。填写时它会在后台慢慢算，最后请多等一会儿。`) : undefined,
    h("h2", {}, "接下来"),
    h("ol", {}, h("li", {}, "听完述职报告，等主持人宣布开始。"), h("li", {}, "拆开评议票，刮开或翻开涂层，用这部手机扫描里面的投票码。"), h("li", {}, "不能扫码的，请到会场的投票台。")),
    button("再试一次", () => location.reload(), true),
  );
}
