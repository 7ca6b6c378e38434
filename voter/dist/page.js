/*! The ballot page of Sanmin, Apache-2.0. Made by voter/build.mjs from voter/page; not minified, so that it can be read. */
(() => {
  // page/booth.js
  var broken = (kind) => Object.assign(new Error(kind), { kind });
  function makeBooth(address) {
    const worker = new Worker(address), waiting2 = [];
    let end;
    function fail(kind) {
      end = broken(kind);
      waiting2.splice(0).forEach(({ refuse }) => refuse(end));
    }
    worker.onmessage = (event) => {
      const { done, refuse } = waiting2.shift() || {};
      if (!done) return;
      if (event.data.type === "error") refuse(broken(event.data.kind));
      else done(event.data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      fail("worker");
    };
    return {
      ask(message) {
        if (end) return Promise.reject(end);
        return new Promise((done, refuse) => {
          waiting2.push({ done, refuse });
          worker.postMessage(message);
        });
      },
      end() {
        worker.terminate();
        fail("ended");
      }
    };
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
  var seconds = (header) => /^\d{1,6}$/.test(header || "") ? Number(header) : 0;
  var untilAsked = (waiting2, retryAfter, random) => retryAfter * 1e3 + (waiting2 ? 6e3 + random * 6e3 : 25e3 + random * 25e3);

  // page/box.js
  var PATIENCE = 25e3;
  function makeBox(origin, uuid, clock) {
    async function ask2(path, body) {
      const controller = new AbortController(), timer = setTimeout(() => controller.abort(), PATIENCE);
      const options = { method: body === void 0 ? "GET" : "POST", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", signal: controller.signal };
      if (body !== void 0) Object.assign(options, { body, headers: { "Content-Type": "application/json" } });
      try {
        const sent = Date.now(), response = await fetch(`${origin}/v/${uuid}/${path}`, options), text = await response.text(), json = parse(text);
        if (json && typeof json.server_time === "number") clock.learn(json.server_time, sent, Date.now());
        const found = /^urn:sanmin:problem:([a-z-]+)$/.exec(json && json.type || "");
        return { status: response.status, text, json, word: found ? found[1] : "", retryAfter: seconds(response.headers.get("Retry-After")) };
      } catch (error) {
        return { status: 0, text: "", json: void 0, word: "", retryAfter: 0 };
      } finally {
        clearTimeout(timer);
      }
    }
    return { get: (path) => ask2(path), post: (path, body) => ask2(path, body) };
  }
  function parse(text) {
    try {
      const json = JSON.parse(text);
      return json && typeof json === "object" ? json : void 0;
    } catch (error) {
      return void 0;
    }
  }
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

  // page/clock.js
  function makeClock(now) {
    let offset = 0, best = Infinity, last, standing = false;
    return {
      // In a rehearsal the server's clock stands between two answers.
      standStill() {
        standing = true;
      },
      learn(serverTime, sent, received) {
        last = serverTime;
        const took = received - sent;
        if (took < 0 || took > best) return;
        best = took;
        offset = serverTime - (sent + received) / 2;
      },
      now: () => standing && last !== void 0 ? last : now() + offset
    };
  }
  function remaining(left) {
    const seconds2 = Math.max(0, Math.ceil(left / 1e3)), minutes = Math.floor(seconds2 / 60), rest2 = String(seconds2 % 60);
    return `剩余 ${minutes} 分 ${rest2.length < 2 ? "0" + rest2 : rest2} 秒`;
  }
  var MOMENTS = [10, 5, 3, 1];
  var passed = (before, left) => MOMENTS.find((minutes) => before > minutes * 6e4 && left <= minutes * 6e4 && left > 0);

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
  function elderSwitch(store) {
    const button2 = id("elder"), root = document.documentElement;
    const set = (on) => {
      root.classList.toggle("elder", on);
      button2.setAttribute("aria-pressed", String(on));
      put(button2, on ? "普通版" : "大字版");
    };
    set(store.get("sanmin:elder") === "yes");
    button2.addEventListener("click", () => {
      const on = !root.classList.contains("elder");
      set(on);
      store.set("sanmin:elder", on ? "yes" : "no");
    });
  }

  // page/kept.js
  function makeStore(storage2) {
    const memory = /* @__PURE__ */ new Map(), probe = "sanmin:probe";
    let lasting = false;
    try {
      storage2.setItem(probe, "1");
      storage2.removeItem(probe);
      lasting = true;
    } catch (error) {
    }
    return {
      lasting: () => lasting,
      get(key) {
        try {
          return lasting ? storage2.getItem(key) : memory.get(key) || null;
        } catch (error) {
          return memory.get(key) || null;
        }
      },
      set(key, value) {
        memory.set(key, value);
        try {
          if (lasting) storage2.setItem(key, value);
        } catch (error) {
          lasting = false;
        }
      },
      remove(key) {
        memory.delete(key);
        try {
          storage2.removeItem(key);
        } catch (error) {
        }
      }
    };
  }
  function makeKept(store, uuid) {
    const key = `sanmin:ballots:${uuid}`;
    function all() {
      try {
        const list = JSON.parse(store.get(key) || "[]");
        return Array.isArray(list) ? list.filter((entry) => entry && typeof entry.tracker === "string") : [];
      } catch (error) {
        return [];
      }
    }
    return {
      all,
      lasting: store.lasting,
      latest: () => all().pop(),
      of: (credential) => all().filter((entry) => entry.credential === credential).pop(),
      underWay: () => all().find((entry) => entry.state === "sending" || entry.state === "checking"),
      put(entry) {
        store.set(key, JSON.stringify([...all().filter((other) => other.tracker !== entry.tracker), entry]));
      }
    };
  }
  function makeCardSlot(store, uuid) {
    const key = `sanmin:card:${uuid}`;
    return { get: () => store.get(key), set: (card) => store.set(key, card), clear: () => store.remove(key) };
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

  // page/tracker.js
  var groups = (tracker) => Array.from({ length: Math.ceil(tracker.length / 4) }, (_, at) => tracker.slice(4 * at, 4 * at + 4));
  var inAddress = (tracker) => tracker.split("+").join("-").split("/").join("_");
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

  // page/seating.js
  var SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  function madeUp(random) {
    const bytes = random(new Uint8Array(22)), signs = Array.from(bytes, (byte) => SIGNS[byte % 58]).join("");
    return [signs.slice(0, 5), signs.slice(5, 11), signs.slice(11, 16), signs.slice(16)].join("-");
  }
  async function trial(env, session) {
    const booth = env.newBooth(), begun = Date.now();
    try {
      await booth.ask({ type: "open", election: session.text, credential: madeUp((bytes) => crypto.getRandomValues(bytes)) });
      for (let question = 0; question < session.questions.length; question += 1) await booth.ask({ type: "choose", question, answer: 0 });
      await booth.ask({ type: "seal" });
      return (Date.now() - begun) / 1e3;
    } finally {
      booth.end();
    }
  }
  async function seating(env) {
    show("试扫", p("正在检查这部手机能不能投票，请稍候……"));
    const session = await load(env);
    show("试扫", p("已连上票箱，正在试着加密一张空白票（不会发出）……"));
    const taken = await trial(env, session);
    show(
      "可以了，这部手机能投票",
      notice("网络、加密和随机数都正常。这次试扫没有使用、也没有发出任何一张票。", "good"),
      env.kept.lasting() ? void 0 : notice("这个浏览器不允许保存内容。可以投票，但提交过程中请不要刷新或关闭页面；也可以换用手机自带的浏览器。"),
      taken > 15 ? notice(`这部手机加密较慢（约 ${Math.round(taken)} 秒）。填写时它会在后台慢慢算，最后请多等一会儿。`) : void 0,
      h("h2", {}, "接下来"),
      h("ol", {}, h("li", {}, "听完述职报告，等主持人宣布开始。"), h("li", {}, "拆开评议票，刮开或翻开涂层，用这部手机扫描里面的投票码。"), h("li", {}, "不能扫码的，请到会场的投票台。")),
      button("再试一次", () => location.reload(), true)
    );
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
    async function run2() {
      while (waiting2.size > 0) {
        const [question, answer] = waiting2.entries().next().value;
        waiting2.delete(question);
        await ask2({ type: "choose", question, answer });
      }
    }
    return {
      choose(question, answer) {
        waiting2.set(question, answer);
        running = running || run2().finally(() => running = void 0);
        running.catch(() => void 0);
      },
      left: () => waiting2.size + (running ? 1 : 0),
      // When everything that was chosen is encrypted.
      async settled() {
        while (running) await running;
      }
    };
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

  // page/main.js
  var storage = (name) => {
    try {
      return window[name];
    } catch (error) {
      return void 0;
    }
  };
  var ELSEWHERE = "请换用手机自带的浏览器重新扫码，或到会场的投票台（平板电脑）填写。您没有提交任何内容，票没有使用。";
  function fits() {
    return typeof BigInt === "function" && window.Worker && window.fetch && window.AbortController && window.TextEncoder && window.crypto && crypto.getRandomValues;
  }
  function failed(error, more = []) {
    if (error.problem) return refused(error.problem, more);
    const words = {
      credential: ["投票码不完整", "请重新扫描票里的投票码；手工输入的，请核对每个字符。"],
      election: ["评议内容不对", "收到的评议内容无法识别。请找会场工作人员。"],
      randomness: ["这个浏览器没有可靠的随机数", ELSEWHERE],
      worker: ["加密程序没有载入", "请检查网络后再试；仍不行的，到会场的投票台填写。票没有使用。"]
    }[error.kind] || ["页面出现错误", "请重新扫描投票码再试；仍不行的，到会场的投票台填写。"];
    return show(words[0], notice(words[1], "bad"), ...more.length ? more : [button("再试一次", () => location.reload())]);
  }
  function start() {
    const local = makeStore(storage("localStorage")), tab = makeStore(storage("sessionStorage"));
    elderSwitch(local);
    const path = /\/v\/([1-9A-HJ-NP-Za-km-z]{14,64})(?:\/(?:index\.html)?)?$/.exec(location.pathname);
    if (!path) return show("地址不完整", notice("请重新扫描评议票上的投票码。"));
    if (!fits()) return show("这个浏览器不能加密评议票", notice(ELSEWHERE, "bad"));
    const uuid = path[1], fragment = decode(location.hash.slice(1)), clock = makeClock(() => Date.now()), box = document.querySelector('meta[name="box"]').content;
    const modes = ["kiosk", "paper", "check"], mode = modes.find((name) => fragment.split("=")[0] === name);
    const memory = makeStore(void 0), shared = mode === "kiosk" || mode === "paper";
    const env = {
      uuid,
      clock,
      store: local,
      failed,
      kiosk: false,
      sending: false,
      box: makeBox(box, uuid, clock),
      kept: makeKept(shared ? memory : local, uuid),
      card: makeCardSlot(shared ? memory : tab, uuid),
      newBooth: () => makeBooth(`${folder}voter.js`)
    };
    window.addEventListener("hashchange", () => location.reload());
    return run(env, mode, fragment).catch(failed);
  }
  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      return text;
    }
  }
  async function run(env, mode, fragment) {
    if (mode) {
      await script("desk.js");
      return window.sanminDesk[mode](env, fragment.split("=").slice(1).join("="));
    }
    if (fragment) history.replaceState(null, "", location.pathname + location.search);
    const { card, problem } = fragment ? readCard(fragment, env.uuid) : {};
    if (problem) return show("投票码不完整", notice("请重新扫描票里的投票码。扫不出来的，到会场的投票台输入。", "bad"), p("您没有提交任何内容，票没有使用。"));
    const kept = env.card.get(), chosen = card || kept || void 0;
    if (card) env.card.set(card);
    const underWay = env.kept.underWay();
    if (underWay) {
      await resume(env, underWay);
      if (chosen) addTo(document.getElementById("main"), "填写刚才扫描的票", () => vote(env, chosen).catch(env.failed));
      return void 0;
    }
    if (chosen) return vote(env, chosen, { again: !card });
    const latest = env.kept.latest();
    if (latest) {
      resume(env, latest);
      return addTo(document.getElementById("main"), "检查这部手机能不能投票（试扫）", () => seating(env).catch(env.failed));
    }
    return seating(env);
  }
  function addTo(main, words, press) {
    main.append(h("h2", {}, "还有"), button(words, press, true));
  }
  start();
})();
