// Asking for a card or a tracker: with the camera or typed.
import { h, notice } from "./dom.js";
import { scanner } from "./scan.js";
import { readCard, readTracker } from "./tracker.js";

const WRONG = {
  form: "这不是完整的投票码。投票码是四组字母和数字，例如 xxxxx-xxxxxx-xxxxx-xxxxxx，区分大小写，没有数字 0、大写 I、大写 O 和小写 l。",
  session: "这张票属于另一场评议，不能在这里用。请核对票的颜色和会场。",
};

// Parts of a form; `read` makes a value of a text or `{ problem }`.
function form(label, hint, read, then, words) {
  const error = h("div", { role: "alert" }), input = h("input", { type: "text", id: "code", autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false" });
  const take = (text) => {
    const { value, problem } = read(text);
    error.textContent = "";
    if (problem) error.append(notice(problem, "bad"));
    if (value) then(value);
    return Boolean(value);
  };
  const camera = scanner(take);
  const enter = (event) => {
    event.preventDefault();
    if (!take(input.value)) return input.focus();
    camera.stop();
    return undefined;
  };
  const field = h("form", { onsubmit: enter }, h("label", { class: "field", for: "code" }, label, h("span", { class: "hint" }, hint)), input, h("button", { type: "submit", class: "quiet" }, words));
  return [error, camera.element, field];
}

export function askCard(env, then, words = "继续") {
  const read = (text) => {
    const { card, problem } = readCard(text, env.uuid);
    return card ? { value: card } : { problem: WRONG[problem] };
  };
  return form("投票码", "印在刮开或翻开后的二维码下面", read, then, words);
}

export function askTracker(then) {
  const read = (text) => {
    const tracker = readTracker(text);
    return tracker ? { value: tracker } : { problem: "这不是完整的追踪码。追踪码有 43 个字母、数字或符号，区分大小写。" };
  };
  return form("追踪码", "第一台设备上显示的 43 个字符，空格可以不输", read, then, "继续");
}
