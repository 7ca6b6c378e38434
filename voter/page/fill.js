// A card a department, five choices each. Native radio buttons, so that keyboard and screen reader work as everywhere.
import { button, h, put, say } from "./dom.js";

// WeChat and its kin would put the report in the place of the ballot.
const inApplication = () => /MicroMessenger|QQ\/|AliApp|DingTalk|Lark/i.test(navigator.userAgent);

function mark(fieldset) {
  fieldset.querySelectorAll(".choice").forEach((label) => label.classList.toggle("chosen", label.querySelector("input").checked));
}

function choice(question, grade, answer, chosen) {
  const input = h("input", { type: "radio", name: `question-${question}`, value: String(answer), autocomplete: "off" });
  input.checked = chosen;
  const label = h("label", { class: chosen ? "choice chosen" : "choice" }, input, h("span", {}, grade), h("span", { class: "picked" }, "已选"));
  input.addEventListener("focus", () => label.classList.add("focused"));
  input.addEventListener("blur", () => label.classList.remove("focused"));
  return label;
}

function report(department) {
  if (!department.report) return undefined;
  if (inApplication()) return h("p", { class: "duties" }, "书面述职报告请看会场屏幕或另一部设备上的市民网页。");
  const attributes = { class: "report", href: department.report, target: "_blank", rel: "noopener noreferrer" };
  return h("a", attributes, "书面述职报告（另开一页）");
}

// The cards of these questions; `chose` is called with question and answer.
export function cards(questions, answers, which, chose) {
  return which.map((question) => {
    const { name, duties, answers: grades, ...department } = questions[question];
    const fieldset = h("fieldset", {}, h("legend", {}, `${question + 1}．${name}`), duties ? h("p", { class: "duties" }, duties) : undefined, report(department));
    grades.forEach((grade, answer) => fieldset.append(choice(question, grade, answer, answers[question] === answer)));
    fieldset.addEventListener("change", (event) => {
      mark(fieldset);
      fieldset.parentNode.classList.remove("missing");
      chose(question, Number(event.target.value));
    });
    return h("section", { class: "card", id: `card-${question}` }, fieldset);
  });
}

// Leads to a card: into view, and the focus on its first choice or the chosen one.
export function goTo(question) {
  const card = document.getElementById(`card-${question}`);
  card.scrollIntoView();
  (card.querySelector("input:checked") || card.querySelector("input")).focus({ preventScroll: true });
}

// The bar at the foot: on to the next card without a grade, or on when there is none.
export function foot(filling, which, onward, ready) {
  let at = which[which.length - 1];
  const missing = () => which.filter((question) => filling.answers[question] === undefined);
  const press = button("", () => {
    const left = missing();
    if (left.length === 0) return onward();
    const next = left.find((question) => question > at);
    at = next === undefined ? left[0] : next;
    document.getElementById(`card-${at}`).classList.add("missing");
    goTo(at);
    say(`第 ${at + 1} 个还没有评`);
  });
  const update = (question) => {
    if (question !== undefined) at = question;
    put(press, missing().length ? `下一个未评（还有 ${missing().length} 个）` : ready);
  };
  update();
  return { element: h("div", { class: "next" }, press), update };
}
