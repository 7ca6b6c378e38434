/*! The ballot page of Sanmin, Apache-2.0. Made by voter/build.mjs from voter/page; not minified, so that it can be read. */
(() => {
  // page/dom.js
  function h(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== false && value !== void 0) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== void 0 && child !== false));
    return element;
  }
  var button = (words, press, quiet2) => h("button", { type: "button", class: quiet2 ? "quiet" : "", onclick: press }, words);
  var p = (...words) => h("p", {}, ...words);
  var notice = (words, kind = "") => h("p", { class: `notice ${kind}` }, words);
  function show(heading, ...content) {
    const main = document.getElementById("main"), title = h("h1", { tabindex: "-1" }, heading);
    main.textContent = "";
    main.className = "";
    main.append(title, ...content.filter((child) => child !== void 0 && child !== false));
    document.title = heading;
    window.scrollTo(0, 0);
    title.focus();
    return main;
  }
  function say(words) {
    document.getElementById("said").textContent = words;
  }
  function put(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }

  // page/lazy.js
  var folder = document.currentScript.src.replace(/[^/]*$/, "");
  var loading = /* @__PURE__ */ new Map();
  function script(name) {
    if (!loading.has(name)) {
      const loaded = new Promise((done, fail) => {
        const element = document.createElement("script");
        element.src = folder + name;
        element.onload = () => done();
        element.onerror = () => {
          loading.delete(name);
          fail(new Error(name));
        };
        document.head.append(element);
      });
      loading.set(name, loaded);
    }
    return loading.get(name);
  }
  function qr(text, description) {
    const place = document.createElement("div");
    script("qr.js").then(() => place.append(window.sanminQr(text, description) || ""), () => void 0);
    return place;
  }

  // page/scan.js
  var EVERY = 200;
  var WIDTH = 640;
  var REFUSALS = {
    NotAllowedError: "没有得到使用相机的许可，请在浏览器设置里允许。",
    NotFoundError: "这台设备没有可用的相机。",
    NotReadableError: "相机正被别的程序使用。"
  };
  async function reader() {
    const formats = window.BarcodeDetector ? await window.BarcodeDetector.getSupportedFormats() : [];
    if (formats.includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video)).map((code) => code.rawValue)[0];
    }
    await script("jsQR.js");
    const canvas = h("canvas"), context = canvas.getContext("2d");
    return async (video) => {
      canvas.width = Math.min(WIDTH, video.videoWidth);
      canvas.height = Math.round(canvas.width * video.videoHeight / video.videoWidth);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const image = context.getImageData(0, 0, canvas.width, canvas.height), code = window.jsQR(image.data, image.width, image.height, { inversionAttempts: "dontInvert" });
      return code ? code.data : void 0;
    };
  }
  function scanner(found) {
    const place = h("div", {});
    let stop = () => void 0;
    async function open() {
      stop();
      place.textContent = "";
      const video = h("video", { playsinline: true, muted: true, "aria-label": "相机画面" });
      video.muted = true;
      let stream;
      try {
        if (!navigator.mediaDevices) throw new Error("none");
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch (error) {
        return place.append(notice(`${REFUSALS[error.name] || "相机打不开。"}请改为在下面输入。`));
      }
      let timer = 0, looking = false;
      stop = () => {
        clearInterval(timer);
        stream.getTracks().forEach((track) => track.stop());
        place.textContent = "";
      };
      place.append(video);
      try {
        const look = await reader();
        video.srcObject = stream;
        await video.play();
        timer = setInterval(async () => {
          if (!document.body.contains(video)) return stop();
          if (looking || !video.videoWidth) return;
          looking = true;
          const text = await look(video).catch(() => void 0);
          looking = false;
          if (text && found(text)) stop();
        }, EVERY);
      } catch (error) {
        stop();
        place.append(notice("扫码程序打不开。请改为在下面输入。"));
      }
    }
    return { element: h("div", {}, button("用相机扫描", open), place), stop: () => stop() };
  }

  // page/tracker.js
  var groups = (tracker) => Array.from({ length: Math.ceil(tracker.length / 4) }, (_, at) => tracker.slice(4 * at, 4 * at + 4));
  var inAddress = (tracker) => tracker.split("+").join("-").split("/").join("_");
  var fromAddress = (text) => text.split("-").join("+").split("_").join("/");
  function readTracker(text) {
    const plain2 = narrow(text).replace(/\s/g, ""), behind = plain2.slice(plain2.lastIndexOf("#check=") < 0 ? 0 : plain2.lastIndexOf("#check=") + 7);
    const tracker = fromAddress(behind).replace(/=+$/, "");
    return /^[A-Za-z0-9+/]{43}$/.test(tracker) ? tracker : void 0;
  }
  var FORM = /^[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}$/;
  var BASE58 = /^[1-9A-HJ-NP-Za-km-z]{22}$/;
  var narrow = (text) => text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 65248)).replace(/　/g, " ");
  function readCard(text, uuid) {
    const plain2 = narrow(text).trim(), [before, behind] = plain2.includes("#") ? plain2.split("#") : ["", plain2];
    const address = /\/v\/([^/#?]+)/.exec(before);
    if (address && address[1] !== uuid) return { problem: "session" };
    const signs = behind.replace(/[\s\-—–_]/g, "");
    if (!BASE58.test(signs)) return { problem: "form" };
    const card = [signs.slice(0, 5), signs.slice(5, 11), signs.slice(11, 16), signs.slice(16)].join("-");
    return FORM.test(card) ? { card } : { problem: "form" };
  }

  // page/ask.js
  var WRONG = {
    form: "这不是完整的投票码。投票码是四组字母和数字，例如 xxxxx-xxxxxx-xxxxx-xxxxxx，区分大小写，没有数字 0、大写 I、大写 O 和小写 l。",
    session: "这张票属于另一场评议，不能在这里用。请核对票的颜色和会场。"
  };
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
      return void 0;
    };
    const field = h("form", { onsubmit: enter }, h("label", { class: "field", for: "code" }, label, h("span", { class: "hint" }, hint)), input, h("button", { type: "submit", class: "quiet" }, words));
    return [error, camera.element, field];
  }
  function askCard(env, then, words = "继续") {
    const read = (text) => {
      const { card, problem } = readCard(text, env.uuid);
      return card ? { value: card } : { problem: WRONG[problem] };
    };
    return form("投票码", "印在刮开或翻开后的二维码下面", read, then, words);
  }
  function askTracker(then) {
    const read = (text) => {
      const tracker = readTracker(text);
      return tracker ? { value: tracker } : { problem: "这不是完整的追踪码。追踪码有 43 个字母、数字或符号，区分大小写。" };
    };
    return form("追踪码", "第一台设备上显示的 43 个字符，空格可以不输", read, then, "继续");
  }

  // page/clock.js
  function remaining(left) {
    const seconds2 = Math.max(0, Math.ceil(left / 1e3)), minutes = Math.floor(seconds2 / 60), rest2 = String(seconds2 % 60);
    return `剩余 ${minutes} 分 ${rest2.length < 2 ? "0" + rest2 : rest2} 秒`;
  }
  var MOMENTS = [10, 5, 3, 1];
  var passed = (before, left) => MOMENTS.find((minutes) => before > minutes * 6e4 && left <= minutes * 6e4 && left > 0);

  // page/header.js
  var id = (name) => document.getElementById(name);
  function where(words) {
    put(id("where"), words);
  }
  function graded(words) {
    put(id("graded"), words);
  }
  function hideStanding() {
    id("standing").hidden = true;
  }
  function countdown(closesAt, now, over) {
    let before = closesAt() - now();
    id("standing").hidden = false;
    const tick = () => {
      const left = closesAt() - now(), moment = passed(before, left);
      put(id("clock"), remaining(left));
      if (moment) say(`评议还剩 ${moment} 分钟`);
      before = left;
      if (left <= 0) over();
    };
    const timer = setInterval(tick, 1e3);
    tick();
    return () => clearInterval(timer);
  }

  // page/outcome.js
  function trackerLine(tracker) {
    return h("p", { class: "tracker" }, groups(tracker).map((group) => h("span", {}, group)));
  }
  function quiet() {
    hideStanding();
    graded("");
  }
  function counted(entry, more = [], { large = false, saved = true } = {}) {
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
      p(`票箱的签名回执已经核对无误${saved ? "，保存在本机" : ""}。`)
    );
    heading.focus();
    say("已计入。可以离开会场。");
  }
  var ADVICE = {
    "already-voted": "这张票在此之前已经投过，一票只计第一次。如果不是您本人投的，请保留这张票，马上告诉会场工作人员。",
    closed: "在结束以前没有送到，这张票没有计入。如果您在结束前看到过“已计入”，那张票仍然有效。"
  };
  function refused(problem, more = []) {
    quiet();
    const word = (problem && problem.type || "").replace("urn:sanmin:problem:", "");
    show(problem && problem.title || "不能继续", notice(ADVICE[word] || problem && problem.detail || "请找会场工作人员。", "bad"), ...more);
  }
  function checked(entry, more = []) {
    quiet();
    show(
      "这张票已用于检查",
      notice("加密过程已经公开，票箱核对一致。这张票已经作废，不会计票，也不能再投。"),
      p("请在第二台设备上看：它重新计算出来的选择，是不是您刚才在这部手机上点的。"),
      p("不一致的，请两台设备都不要关，马上报告监督检查组。"),
      h("h2", {}, "追踪码"),
      trackerLine(entry.tracker),
      ...more
    );
  }

  // page/retry.js
  var LONGEST = 3e4;
  function judge({ status, json, word }, tracker, checking = false) {
    if (status === 200) return json && json.tracker === tracker && (checking || typeof json.signature === "string") ? "counted" : "again";
    if (!word || status === 0 || status >= 500 || ["busy", "unavailable", "timed-out", "body", "not-open-yet", "internal-error"].includes(word)) return "again";
    return "refused";
  }
  function pause(attempt, retryAfter, random) {
    const step = Math.min(LONGEST, 1e3 * 2 ** Math.min(attempt, 5));
    return Math.round((retryAfter > 0 ? Math.min(retryAfter, 300) * 1e3 : step / 2) + random * step / 2);
  }
  var untilAsked = (waiting2, retryAfter, random) => retryAfter * 1e3 + (waiting2 ? 6e3 + random * 6e3 : 25e3 + random * 25e3);

  // page/box.js
  function rest(milliseconds) {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        window.removeEventListener("online", end);
        done();
      };
      const timer = setTimeout(end, milliseconds);
      window.addEventListener("online", end);
    });
  }

  // page/deliver.js
  var plain = (milliseconds) => `${Math.max(1, Math.round(milliseconds / 1e3))} 秒后`;
  function why({ status, word, json }) {
    if (status === 0) return navigator.onLine === false ? "手机没有联网。" : "网络不通，没有收到票箱的回答。";
    if (!word) return "收到的不是票箱的回答（可能要先登录 Wi-Fi）。";
    return `${json.title}。`;
  }
  function waiting(entry, lasting) {
    const checking = entry.state === "checking", line = h("p", { role: "status" }, "正在发送……");
    show(
      checking ? "正在公开这张票" : "正在提交评议票",
      line,
      checking ? void 0 : p("评议票已经加密封好。收到票箱的回执以前，请不要离开，也不要关闭这个页面；重复发送不会重复计票。"),
      lasting || checking ? void 0 : notice("这个浏览器不允许保存内容：请不要刷新页面，否则要重新填写。")
    );
    return (words) => put(line, words);
  }
  async function deliver(env, entry) {
    const checking = entry.state === "checking";
    const path = checking ? "checks" : "ballots", body = checking ? `{"ballot":${entry.ballot},"revealed":${entry.revealed}}` : entry.ballot;
    hideStanding();
    env.sending = true;
    const say2 = waiting(entry, env.kept.lasting());
    for (let attempt = 0; ; attempt += 1) {
      const answer = await env.box.post(path, body), outcome = judge(answer, entry.tracker, checking);
      if (outcome !== "again") {
        env.sending = false;
        return { outcome, answer };
      }
      const wait = pause(attempt, answer.retryAfter, Math.random());
      say2(`${why(answer)}${checking ? "内容" : "评议票"}${env.kept.lasting() ? "保存在这部设备上" : "还在这个页面里"}，${plain(wait)}自动再发（第 ${attempt + 2} 次）。`);
      await rest(wait);
      say2("正在发送……");
    }
  }

  // page/fill.js
  var inApplication = () => /MicroMessenger|QQ\/|AliApp|DingTalk|Lark/i.test(navigator.userAgent);
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
    if (!department.report) return void 0;
    if (inApplication()) return h("p", { class: "duties" }, "书面述职报告请看会场屏幕或另一部设备上的市民网页。");
    const attributes = { class: "report", href: department.report, target: "_blank", rel: "noopener noreferrer" };
    return h("a", attributes, "书面述职报告（另开一页）");
  }
  function cards(questions, answers, which, chose) {
    return which.map((question) => {
      const { name, duties, answers: grades, ...department } = questions[question];
      const fieldset = h("fieldset", {}, h("legend", {}, `${question + 1}．${name}`), duties ? h("p", { class: "duties" }, duties) : void 0, report(department));
      grades.forEach((grade, answer) => fieldset.append(choice(question, grade, answer, answers[question] === answer)));
      fieldset.addEventListener("change", (event) => {
        mark(fieldset);
        fieldset.parentNode.classList.remove("missing");
        chose(question, Number(event.target.value));
      });
      return h("section", { class: "card", id: `card-${question}` }, fieldset);
    });
  }
  function goTo(question) {
    const card = document.getElementById(`card-${question}`);
    card.scrollIntoView();
    (card.querySelector("input:checked") || card.querySelector("input")).focus({ preventScroll: true });
  }
  function foot(filling, which, onward, ready) {
    let at = which[which.length - 1];
    const missing = () => which.filter((question) => filling.answers[question] === void 0);
    const press = button("", () => {
      const left = missing();
      if (left.length === 0) return onward();
      const next = left.find((question) => question > at);
      at = next === void 0 ? left[0] : next;
      document.getElementById(`card-${at}`).classList.add("missing");
      goTo(at);
      say(`第 ${at + 1} 个还没有评`);
    });
    const update = (question) => {
      if (question !== void 0) at = question;
      put(press, missing().length ? `下一个未评（还有 ${missing().length} 个）` : ready);
    };
    update();
    return { element: h("div", { class: "next" }, press), update };
  }

  // page/filling.js
  function makeFilling(count) {
    const answers = Array.from({ length: count }, () => void 0);
    return {
      answers,
      choose(question, answer) {
        answers[question] = answer;
      },
      graded: () => answers.filter((answer) => answer !== void 0).length,
      complete: () => answers.every((answer) => answer !== void 0),
      // The next question without an answer, seen from one; -1 if there is none.
      nextAfter(question) {
        for (let step = 1; step <= count; step += 1) {
          const at = (question + step) % count;
          if (answers[at] === void 0) return at;
        }
        return -1;
      }
    };
  }
  function makeChoosing(ask2) {
    const waiting2 = /* @__PURE__ */ new Map();
    let running;
    async function run() {
      while (waiting2.size > 0) {
        const [question, answer] = waiting2.entries().next().value;
        waiting2.delete(question);
        await ask2({ type: "choose", question, answer });
      }
    }
    return {
      choose(question, answer) {
        waiting2.set(question, answer);
        running = running || run().finally(() => running = void 0);
        running.catch(() => void 0);
      },
      left: () => waiting2.size + (running ? 1 : 0),
      // When everything that was chosen is encrypted.
      async settled() {
        while (running) await running;
      }
    };
  }
  var differences = (first, second2) => first.map((_, at) => at).filter((at) => first[at] !== second2[at]);

  // page/session.js
  var refusal = (problem) => Object.assign(new Error(problem.title), { problem });
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
  async function load(env) {
    script("qr.js").catch(() => void 0);
    const [election, state, about] = await Promise.all([insist(env, "election.json"), insist(env, "state.json"), insist(env, "about.json")]);
    const departments = new Map(about.json.departments.map((department) => [department.name, department]));
    const session = { text: election.text, election: election.json, standing: state.json, about: about.json };
    session.questions = election.json.questions.map(({ question, answers }) => ({ name: question, answers, ...departments.get(question) || {} }));
    if (about.json.rehearsal) env.clock.standStill();
    where(`${about.json.title}${about.json.rehearsal || state.json.dry_run ? "（演练，不算数）" : ""}`);
    return session;
  }
  async function ask(env, session) {
    const answer = await env.box.get("state.json");
    if (answer.status === 200 && answer.json) session.standing = answer.json;
    return answer;
  }
  var isOver = ({ state, open }) => !open && ["open", "closed", "released", "void"].includes(state);
  async function untilOpen(env, session) {
    if (session.standing.open) return;
    const line = h("p", { role: "status" }, "");
    let shown = false;
    while (!session.standing.open) {
      if (isOver(session.standing)) throw refusal({ title: "评议已经结束", detail: "现在不能再填写和提交。如果您在结束前看到过“已计入”，那张票已经计入。" });
      if (!shown) show("请等候开始", p("评议还没有开始。主持人宣布开始后，这个页面会自动打开评议票，不必刷新，也不必重新扫码。"), line, p("请保持屏幕亮着、页面开着。"));
      shown = true;
      const asked = new Date(env.clock.now() + 8 * 36e5).toISOString().slice(11, 16);
      put(line, `${asked} 查询过，尚未开始。`);
      const answer = await ask(env, session);
      if (session.standing.open) return;
      await rest(untilAsked(true, answer.retryAfter, Math.random()));
    }
  }
  function follow(env, session) {
    let stopped = false;
    (async () => {
      let after = 0;
      while (!stopped) {
        await rest(untilAsked(false, after, Math.random()));
        if (!stopped) after = (await ask(env, session)).retryAfter;
      }
    })();
    return () => stopped = true;
  }

  // page/vote.js
  var CLOSED = { title: "评议已经结束", detail: "没有提交，这张票不再计入。如果您在结束前看到过“已计入”，那张票仍然有效。" };
  var isFinal = ({ type }) => /:(already-voted|card-revoked)$/.test(type || "");
  async function finish(env, entry, done = {}) {
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
      return void 0;
    }
    const receipt = { ...kept, state: "counted", receipt: signature };
    env.kept.put(receipt);
    return (done.counted || counted)(receipt);
  }
  function resume(env, entry, done = {}) {
    if (entry.state === "counted") return (done.counted || counted)(entry);
    if (entry.state === "checked") return (done.checked || checked)(entry);
    if (entry.state === "refused") return (done.refused || refused)(entry.refusal);
    return finish(env, entry, done);
  }
  async function vote(env, card, { again = false, done = {} } = {}) {
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
      if (asking || decided) return void 0;
      asking = true;
      const { status } = await ask(env, session);
      if (!decided && status === 200 && isOver(session.standing)) return close();
      setTimeout(() => asking = false, 4e3 + Math.random() * 4e3);
      return void 0;
    });
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
        again ? notice("页面重新打开过。您的选择从不保存，所以请从头再选一次；这张票还没有用过。") : void 0,
        p("请给每个部门选一个评价。选好全部以后，再核对、提交。提交以前都可以改。"),
        ...cards(questions, filling.answers, all, chose),
        bar.element
      );
      count();
      if (at !== void 0) goTo(at);
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
        button("检查加密是否如实（此票将作废）", () => check(tracker), true)
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
        button("公开并作废这张票", guarded(() => reveal(tracker)), true)
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

  // page/kiosk.js
  var IDLE = 12e4;
  var WARNED = 3e4;
  var SHOWN = 6e4;
  var anew = () => location.reload();
  function leaving(words) {
    const until = Date.now() + SHOWN, line = h("p", { class: "secondary" });
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1e3);
      put(line, `${Math.max(0, left)} 秒后自动清除，回到开始页。`);
      if (left <= 0) anew();
    };
    setInterval(tick, 1e3);
    tick();
    return [button(words, anew), line];
  }
  function watchIdle(env) {
    let last = Date.now(), warning, stopped = false;
    const touched = () => {
      last = Date.now();
      if (warning) warning.remove();
      warning = void 0;
    };
    ["pointerdown", "touchstart", "touchmove", "wheel", "keydown", "change"].forEach((name) => document.addEventListener(name, touched, true));
    const timer = setInterval(() => {
      const left = IDLE + WARNED - (Date.now() - last);
      if (env.sending) return touched();
      if (stopped || left > WARNED) return void 0;
      if (left <= 0) return anew();
      if (!warning) {
        warning = h("div", { class: "notice bad", role: "alert" }, h("strong", {}, "还在吗？"), h("span", {}), button("继续填写", touched, true));
        document.querySelector("header").append(warning);
      }
      return put(warning.querySelector("span"), `没有操作，${Math.ceil(left / 1e3)} 秒后清除已填的内容。`);
    }, 1e3);
    return () => {
      stopped = true;
      clearInterval(timer);
      touched();
    };
  }
  function kiosk(env) {
    env.kiosk = true;
    where("投票台");
    graded("");
    const begin = (card) => {
      const stop = watchIdle(env);
      const ended = (screen) => (what) => {
        stop();
        screen(what);
      };
      const done = {
        counted: ended((entry) => counted(entry, leaving("完成，清除并交给下一位"), { large: true, saved: false })),
        checked: ended((entry) => checked(entry, leaving("完成，清除"))),
        refused: ended((problem) => refused(problem, leaving("清除，回到开始页")))
      };
      vote(env, card, { done }).catch((error) => {
        stop();
        env.failed(error, leaving("清除，回到开始页"));
      });
    };
    show(
      "投票台",
      p("扫描您的投票码，或者输入。票与用手机投的完全一样。"),
      notice("投完以后，这台设备上不留您的任何内容。填写时请不要让别人看到屏幕。"),
      ...askCard(env, begin, "开始填写")
    );
  }

  // page/paper.js
  function paper(env) {
    where("录入纸质票");
    const key = `sanmin:paper:${env.uuid}`, counter = () => Number(env.store.get(key)) || 0;
    env.kiosk = true;
    let session;
    const tally = () => p(`这台设备已录入并计入 ${counter()} 张纸质票。这个数写进会场报告。`);
    async function begin() {
      graded("");
      session = session || await load(env);
      await untilOpen(env, session);
      where("录入纸质票");
      show(
        "录入一张纸质票",
        notice("仅在会场断电或断网、改用纸质票，并经监督检查组到场同意以后使用。两人录入，一人录一遍，互相不看。"),
        h("h2", {}, "第一人：这张票的投票码"),
        ...askCard(env, (card) => first(card), "下一步"),
        tally()
      );
    }
    function keyIn(who, filling, which, then) {
      const bar = foot(filling, which, () => then(), `${who}录完了`);
      const count = () => graded(`${who}：已录 ${which.filter((question) => filling.answers[question] !== void 0).length} / ${which.length}`);
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
        return keyIn("第二人", two, all(), () => compare2(card, one, two));
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
    function compare2(card, one, two) {
      const unlike = differences(one.answers, two.answers);
      graded("");
      if (unlike.length === 0) return agreed(card, one);
      show(
        "两人录得不一样",
        notice("请两人一起看纸质票，再各录一遍下面的部门。", "bad"),
        h("ul", {}, unlike.map((question) => h("li", {}, session.questions[question].name))),
        button("第一人再录", () => {
          unlike.forEach((question) => {
            one.choose(question, void 0);
            two.choose(question, void 0);
          });
          keyIn("第一人", one, unlike, () => handOver(() => keyIn("第二人", two, unlike, () => compare2(card, one, two))));
        })
      );
      return void 0;
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
        refused: (problem) => refused(problem, [next()])
      });
    }
    return begin();
  }

  // page/second.js
  var TROUBLE = "请两台设备都不要关闭，马上报告监督检查组。";
  async function second(env, fragment) {
    const given = readTracker(fragment);
    if (given) return awaitRevealed(env, given);
    show("检查一张票（第二台设备）", p("在第一台设备的“检查”页上，扫描二维码，或者输入追踪码。要在第一台设备按“公开并作废”以前做。"), ...askTracker((tracker) => awaitRevealed(env, tracker).catch(env.failed)));
    return void 0;
  }
  async function awaitRevealed(env, tracker) {
    const session = await load(env), line = h("p", { role: "status" }, "正在等第一台设备公开……");
    show("已记下追踪码", trackerLine(tracker), p("请核对：它与第一台设备上的一模一样。然后在第一台设备上按“公开并作废这张票”。"), line);
    for (; ; ) {
      const answer = await env.box.get(`checks/${inAddress(tracker)}`);
      if (answer.status === 200) return compare(env, session, tracker, answer.text);
      await rest(2e3 + Math.random() * 2e3 + answer.retryAfter * 1e3);
      if (!line.parentNode) return void 0;
    }
  }
  function parts(text) {
    const found = /^\{"ballot":(.*),"revealed":(\{.*\})\}$/.exec(text);
    return found ? { ballot: found[1], revealed: found[2] } : void 0;
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
      button("再检查一张", () => second(env, ""), true)
    );
  }

  // page/desk.js
  window.sanminDesk = { kiosk, paper, check: second };
})();
