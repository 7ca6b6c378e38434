// The desk at the door, on the device: works from the list in memory, keeps what is done until the server has it, and goes on without a
// network. Each person is confirmed by a press; nothing checks in by itself.
import { scan } from "./checkin-scan.js";
import { ask, broken } from "./checkin-server.js";
import * as store from "./checkin-store.js";
import { button, clock, element, entryOf, facts, grouped, notice, paragraph, strong, told } from "./checkin-words.js";

const EVERY = 10000, TOGETHER = 50, RECENT = 5, RESULTS = 20;
const root = document.getElementById("checkin");
const venue = root.dataset.venue;

// --- What is known

let list = null;
let link = "asking";
const recent = [];

// Everybody by entry number, with what waits on this device put on top of what the server said.
function people() {
  const all = new Map(list.people.map((person) => [person.entry, Object.assign({}, person)]));
  for (const [, sent] of store.waiting(venue)) {
    const person = all.get(sent.entry);
    if (!person) continue;
    if (sent.undo) {
      if (person.arrived && person.arrived.event === sent.event) person.arrived = null;
    } else if (!person.arrived) {
      person.arrived = { event: sent.event, desk: list.desk, at: sent.at };
    }
  }
  return all;
}

const serverTime = () => Math.round(Date.now() + list.offset);

// --- The server

async function fetchList() {
  const from = Date.now(), session = root.dataset.session;
  const fresh = await ask("/venue/checkin/list.json?session=" + session);
  fresh.offset = fresh.now - (from + Date.now()) / 2;
  list = fresh;
  store.keepList(list);
}

async function send() {
  for (;;) {
    const batch = store.waiting(venue).slice(0, TOGETHER);
    if (!batch.length) return;
    const body = new URLSearchParams({ csrf: list.token, events: JSON.stringify(batch.map((pair) => pair[1])) });
    const answer = await ask("/venue/checkin/events?session=" + list.session, { method: "POST", body });
    batch.forEach(([key, sent], place) => learn(sent, answer.outcomes[place], key));
  }
}

// Takes over what became of something that was sent.
function learn(sent, outcome, key) {
  store.done(key);
  const person = list.people.find((one) => one.entry === sent.entry);
  const who = (person ? person.name + "，" : "") + "入场编号 " + grouped(sent.entry);
  if (outcome.outcome === "refused") {
    store.addRefused(who + "：" + outcome.why);
    return;
  }
  if (person) person.arrived = outcome.outcome === "undone" ? null : { event: outcome.event, desk: outcome.desk, at: outcome.at };
  if (sent.undo) return;
  const why = {
    repeat: "已经签到，没有重复计入。不是同一个人的，请找出两人核对身份证，告诉会场负责人。",
    undone: "这一次签到先前已经撤销，没有计入。确实到会的，请重新核对、签到。",
  }[outcome.outcome];
  if (why) store.addRefused(who + "：" + (outcome.outcome === "repeat" ? told(outcome) : "") + why);
}

// Nothing of the list stays on the device.
function drop(headline) {
  store.forgetList();
  if (!list) return;
  list = null;
  lately.textContent = "";
  show(notice("neutral", headline, "名单已从这台设备上删除。等待送出的签到只有编号，不会丢失。"));
}

let turn = Promise.resolve();
let stopped = false;

// Fetches the list, sends what waits, and says how it stands. One at a time; whoever asks meanwhile gets the next turn.
function sync() {
  turn = turn.then(async () => {
    if (stopped) return;
    try {
      // Sent first, so that the list that comes back already has it. The first list brings the form token.
      if (!list || !list.token) await fetchList();
      try {
        await send();
      } catch (error) {
        if (error.status !== 403) throw error;
        await fetchList();
        await send();
      }
      await fetchList();
      link = "good";
    } catch (error) {
      link = broken(error);
      // The pass is over, revoked, or was not used for long: whoever holds the device must enter again to see the list.
      if (link === "out") drop("请用通行码重新进入");
    }
    if (list && serverTime() > list.until) drop("今天的签到已经结束");
    if (!stopped) tell();
  });
  return turn;
}

// --- The page

const typing = { type: "text", autocomplete: "off", inputmode: "numeric", "aria-describedby": "f-number-hint" };
const field = element("input", Object.assign({ id: "f-number" }, typing));
const submit = element("button", { type: "submit" }, "查找");
const state = element("div", { role: "status" });
const refusals = element("div", {});
const card = element("div", { "aria-live": "polite", tabindex: "-1" });
const video = element("video", { hidden: true, muted: true, playsinline: true, class: "camera", "aria-label": "相机画面" });
const cameraWords = element("p", { role: "alert" });
const lately = element("div", {});
let camera = null;

const coarse = () => window.matchMedia("(pointer: coarse)").matches;

// After each person: the field is ready for the next scan. While the camera reads, or a card is to be seen above a phone's keyboard, not.
function ready() {
  if (camera) camera.next();
  else field.focus();
}

function show(...content) {
  card.textContent = "";
  card.append(...content);
  // One main button: the card's, while it has one.
  submit.className = card.querySelector("button:not(.quiet):not(.danger)") ? "quiet" : "";
  field.value = "";
  if (coarse()) {
    field.blur();
    card.scrollIntoView({ block: "nearest" });
  }
}

function tell() {
  const waiting = store.waiting(venue).length, kept = waiting ? waiting + " 条签到存在本机，等待送出。" : "";
  const words = {
    asking: ["", "正在连接服务器。" + kept],
    good: ["", waiting ? "正在送出 " + waiting + " 条签到。" : "已连上服务器，签到都已送出。"],
    cut: ["warn", "没有网络，可以照常签到。" + (kept || "签到会存在本机，恢复以后自动送出。") + (waiting ? "恢复以后自动送出，请不要清除浏览器数据。" : "")],
    out: ["warn", "登录已经失效。请重新扫描通行码的二维码，输入口令进入，再打开签到。" + (waiting ? kept + "不会丢失。" : "没有等待送出的签到。")],
    busy: ["warn", "服务器暂时不能处理，正在重试。" + kept],
  }[link];
  state.className = words[0] ? "notice " + words[0] : "";
  if (state.textContent !== words[1]) {
    state.textContent = "";
    state.append(paragraph(words[1], words[0] ? "" : "secondary"));
  }

  refusals.textContent = "";
  const told = store.refused();
  if (told.length) {
    const seen = button("知道了", "quiet", () => {
      store.readRefused();
      tell();
      ready();
    });
    refusals.append(notice("bad", "有 " + told.length + " 条没有计入", ...told, seen));
  }
  if (!list) return;
  const everybody = Array.from(people().values()), present = everybody.filter((person) => person.arrived).length;
  const bar = root.querySelector("[data-counts] .bar"), meter = bar.querySelector("progress");
  bar.querySelector("p").textContent = "已签到 " + present + " / " + everybody.length + " 人" + (link === "good" ? "" : "（本机所知）");
  meter.max = Math.max(everybody.length, 1);
  meter.value = present;
  lately.textContent = "";
  if (recent.length) {
    const line = (entry) => {
      const person = people().get(entry);
      if (!person) return "";
      const words = person.name + " " + person.last + (person.arrived ? "，已签到 " + clock(person.arrived.at) : "，未签到");
      return element("li", {}, button(words, "quiet", () => open(entry)));
    };
    lately.append(element("h2", {}, "最近办理"), element("ul", { class: "plain" }, ...recent.map(line)));
  }
}

function remember(entry) {
  const at = recent.indexOf(entry);
  if (at >= 0) recent.splice(at, 1);
  recent.unshift(entry);
  recent.splice(RECENT);
}

// Somebody of the list.
function open(entry) {
  const person = people().get(entry);
  if (!person) return;
  const about = [
    ["姓名", strong(person.name)],
    ["身份证号后四位", strong(person.last)],
    ["类别", person.class],
    ["场次", list.session_name],
    ["入场编号", grouped(entry)],
    ["状态", person.arrived ? "已签到" : "未签到"],
  ];
  const back = button("不签到，返回", "quiet", () => {
    show();
    ready();
  });
  if (person.arrived) {
    show(
      facts(about),
      notice("warn", "此邀请已经用过：" + told(person.arrived) + "签到",
        "就是本人、出去又回来的，核对身份证后放行，不用再签。",
        "不是同一个人的，可能把入场码转发给了别人：只有身份证与上面相符的人可以入场，请留住另一人，告诉会场负责人。"),
      undoing(entry, person.arrived),
      button("下一位", "", () => {
        show();
        ready();
      }),
    );
    return;
  }
  const confirm = button("身份已核对，签到", "", () => checkIn(entry));
  show(facts(about), paragraph("请看身份证原件：照片是本人，姓名的首尾字和证号后四位与上面一致。"), element("p", { class: "presses" }, confirm, back));
}

// Folded away, so that nobody presses it by mistake.
function undoing(entry, arrived) {
  const reason = element("input", { id: "f-undo", type: "text", autocomplete: "off", maxlength: "100" });
  const wrong = element("p", { class: "error", role: "alert" });
  const act = () => {
    if (!reason.value.trim()) {
      wrong.textContent = "请写明原因";
      reason.focus();
      return;
    }
    store.wait(venue, { event: arrived.event, entry, session: list.session, at: serverTime(), undo: reason.value.trim() });
    finish(entry, () => {
      const person = people().get(entry);
      return person && person.arrived
        ? notice("warn", "仍然算作到会", "此人还有一次签到：" + told(person.arrived) + "。那一次也签错了的，请再查出此人，再撤销一次。")
        : notice("neutral", "已撤销签到", "原因写入审计日志。确实到会的，可以重新签到。");
    });
  };
  const part = element("div", { class: "field" }, element("label", { for: "f-undo" }, "原因"), wrong, reason);
  return element("details", {}, element("summary", {}, "签错了，撤销签到"), part, button("撤销签到", "danger", act));
}

function checkIn(entry) {
  const event = store.newEvent(), name = people().get(entry).name;
  store.wait(venue, { event, entry, session: list.session, at: serverTime() });
  finish(entry, () => {
    const person = people().get(entry), waits = store.waiting(venue).some((pair) => pair[1].event === event);
    const counts = person && person.arrived && person.arrived.event === event;
    if (counts) return notice("good", "已签到：" + name, waits ? "存在本机，网络恢复以后送出。请下一位。" : "请下一位。");
    if (person && person.arrived) return notice("warn", "没有重复计入：" + name, "此人" + told(person.arrived) + "已经签到，人数只算一次。");
    return notice("bad", "没有计入：" + name, "原因见上面。");
  });
}

// Says at once what the device knows, and once more when the server has answered.
function finish(entry, outcome) {
  remember(entry);
  const said = outcome();
  show(said);
  tell();
  ready();
  sync().then(() => {
    if (said.parentNode !== card || !list) return;
    card.textContent = "";
    card.append(outcome());
  });
}

async function find(text) {
  if (!text.trim()) return;
  const entry = entryOf(text);
  if (!entry) {
    show(notice("bad", "编号应为 8 位数字，其中有一位不对", "请看着原件再输一遍，或用姓名查找。"));
    return ready();
  }
  if (!list) {
    show(notice("bad", "这台设备上没有名单", "请连上网络，用通行码进入，等页面显示“已连上服务器”再试。"));
    return ready();
  }
  if (people().has(entry)) return open(entry);
  if (list.left.includes(entry)) {
    show(notice("bad", "席位已由候补递补", "此人先前谢绝了参加，或联系不上，席位已让给候补，不能再入场。有异议的，请会场负责人联系组织保障组。"));
    return ready();
  }
  try {
    const found = await ask("/venue/checkin/look.json?session=" + list.session + "&entry=" + entry);
    if (found.here) {
      await sync();
      return open(entry);
    }
    show(notice("bad", found.headline, found.advice));
  } catch (error) {
    show(notice("bad", "本会场本场名单中没有这个编号", "现在没有网络，不能查它属于哪个会场、哪一场。请看着原件再输一遍，或用姓名查找；仍找不到的，请会场负责人处理。"));
  }
  ready();
}

// By part of the name and the end of the identity number.
function byName() {
  const name = element("input", { id: "f-name", type: "text", autocomplete: "off" });
  const last = element("input", { id: "f-last", type: "text", autocomplete: "off", maxlength: "8" });
  const found = element("ul", { class: "plain" }), words = element("p", { role: "status" });
  const fits = (masked, said) => !said || said[0] === masked[0] || (!masked.endsWith("*") && said.endsWith(masked[masked.length - 1]));
  const look = () => {
    found.textContent = "";
    const [said, end] = [name.value.trim(), last.value.normalize("NFKC").trim().toUpperCase()];
    if (!list || (!said && !end)) return void (words.textContent = "");
    const all = Array.from(people().values()).filter((person) => fits(person.name, said) && person.last.endsWith(end));
    words.textContent = "找到 " + all.length + " 人" + (all.length > RESULTS ? "，请再写一项" : "");
    for (const person of all.slice(0, RESULTS)) {
      const line = person.name + " " + person.last + "，" + person.class + (person.arrived ? "，已签到" : "");
      found.append(element("li", {}, button(line, "quiet", () => {
        name.value = last.value = "";
        look();
        open(person.entry);
      })));
    }
  };
  name.addEventListener("input", look);
  last.addEventListener("input", look);
  const part = (label, input) => element("div", { class: "field" }, element("label", { for: input.id }, label), input);
  return element("details", {}, element("summary", {}, "没有带入场码：按姓名或身份证后四位查找"), part("姓名，可以只写姓", name), part("身份证号后四位", last), words, found);
}

const cameraButton = button("用相机扫描", "quiet", async () => {
  cameraWords.textContent = "";
  if (camera) {
    camera.stop();
    camera = null;
  } else {
    try {
      camera = await scan(video, root.dataset.scanner, (text) => find(text));
      field.blur();
    } catch (error) {
      cameraWords.textContent = error.message;
    }
  }
  video.hidden = !camera;
  cameraButton.textContent = camera ? "关闭相机" : "用相机扫描";
});

function start() {
  const hint = element("p", { class: "hint", id: "f-number-hint" }, "扫码枪扫入场码，或输入 8 位数字后按回车");
  const number = element("div", { class: "field" }, element("label", { for: field.id }, "入场编号"), hint, field);
  const asked = (event) => {
    event.preventDefault();
    find(field.value);
  };
  const presses = element("p", { class: "presses" }, submit, cameraButton);
  const form = element("form", { class: "form", onsubmit: asked }, number, presses, cameraWords);
  root.querySelector("[data-plain]").remove();
  root.append(state, refusals, form, video, card, byName(), lately);

  list = store.keptList(venue);
  // A kept page may be that of another session of the day; the list says which one the desk worked on.
  const matching = list && String(list.session) === root.dataset.session;
  const path = /(\d{8})$/.exec(location.pathname), wanted = root.dataset.entry || (path ? path[1] : "");
  const begin = () => {
    if (list && String(list.session) !== root.dataset.session) {
      root.dataset.session = list.session;
      root.prepend(notice("warn", "这里是" + list.session_name + "的名单", "没有网络，本机只保存了这一场的。"));
    }
    tell();
    if (wanted) find(wanted);
    else ready();
  };
  if (matching) begin();
  sync().then(() => {
    if (!matching) begin();
  });
  setInterval(() => {
    if (!document.hidden) sync();
  }, EVERY);
  for (const name of ["online", "offline"]) window.addEventListener(name, sync);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) sync();
  });
  document.addEventListener("forgotten", () => {
    stopped = true;
  });
}

if (root) start();
