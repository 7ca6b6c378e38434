// Replays a published draw in the browser: makes ranking.csv again from pool.csv, quotas.csv and draw.json, compares it byte by byte, and
// computes the commitment again. The rule in words is crates/sortition/src/rule.txt; docs/draw_verify.py is the same in Python.
const FILES = ["pool.csv", "quotas.csv", "draw.json", "ranking.csv", "terms.txt", "salts.csv"];
const encoder = new TextEncoder();
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

// The rows of a canonical CSV, by column. Fields with commas or quotation marks are quoted.
function table(text) {
  const rows = text.split("\n").slice(0, -1).map((line) => {
    const fields = [];
    const field = /("(?:[^"]|"")*"|[^,]*)(,|$)/y;
    for (let end = ","; end === ","; ) {
      const found = field.exec(line);
      if (!found) throw new Error("这一行读不懂：" + line);
      fields.push(found[1].startsWith('"') ? found[1].slice(1, -1).replace(/""/g, '"') : found[1]);
      end = found[2];
    }
    return fields;
  });
  const names = rows.shift() || [];
  return rows.map((fields) => Object.fromEntries(names.map((name, at) => [name, fields[at]])));
}

const quoted = (text) => (/[",]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);

// Tags are 64 digits, so texts are ordered as their bytes; numbers are ASCII.
const byTag = (a, b) => (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : a.number < b.number ? -1 : 1);

async function tags(key, draw, step, cell, numbers) {
  return Promise.all(numbers.map(async (number) => {
    const message = encoder.encode(["pingyi-draw/v1", draw.activity, step, cell, number].join("|"));
    return { number, tag: hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, message))) };
  }));
}

async function rankCell(key, draw, cell, seats, numbers) {
  const ranked = (await tags(key, draw, "rank", cell, numbers)).sort(byTag).map((it) => it.number);
  const chosen = ranked.slice(0, seats * draw.sessions);
  const seated = (await tags(key, draw, "session", cell, chosen)).sort(byTag);
  const session = new Map(seated.map((it, place) => [it.number, Math.floor(place / seats) + 1]));
  return ranked.map((number, place) => [quoted(cell), place + 1, number, session.get(number) || 0].join(",") + "\n").join("");
}

// The root of the Merkle tree of RFC 6962, section 2.1.
async function root(leaves) {
  const joined = (kind, parts) => {
    const bytes = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
    bytes[0] = kind;
    parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 1);
    return sha256(bytes);
  };
  let level = await Promise.all(leaves.map((leaf) => joined(0, [encoder.encode(leaf)])));
  while (level.length > 1) {
    const pairs = [];
    for (let at = 0; at < level.length; at += 2) pairs.push(level.slice(at, at + 2));
    level = await Promise.all(pairs.map((pair) => (pair.length === 2 ? joined(1, pair) : pair[0])));
  }
  return hex(level[0]);
}

function firstDifference(made, published) {
  const [ours, theirs] = [made.split("\n"), published.split("\n")];
  const line = ours.findIndex((text, at) => text !== theirs[at]);
  const at = line < 0 ? ours.length : line;
  return "ranking.csv 第 " + (at + 1) + " 行不同：公布的是“" + (theirs[at] || "") + "”，重做得到“" + (ours[at] || "") + "”";
}

// What is wrong with a draw, as sentences; none when all of it is right. `files` are bytes by name, `expected` the published hashes.
export async function replay(files, expected, progress) {
  const wrong = [];
  for (const name of Object.keys(expected.sha256)) {
    if (hex(await sha256(files[name])) !== expected.sha256[name]) wrong.push(name + " 的 SHA-256 与公布的不同");
  }
  const text = (name) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(files[name]);
  const [draw, pool, quotas] = [JSON.parse(text("draw.json")), table(text("pool.csv")), table(text("quotas.csv"))];

  const said = "pingyi-seed/v1\n" + draw.sources.map((it) => it.name + "\t" + it.text + "\n").join("");
  if (hex(await sha256(encoder.encode(said))) !== draw.seed) wrong.push("种子不是由公布的来源产生的");

  const key = await crypto.subtle.importKey("raw", unhex(draw.seed), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const cells = new Map(quotas.map((quota) => [quota.cell, []]));
  for (const person of pool) {
    if (cells.has(person.cell)) cells.get(person.cell).push(person.number);
    else wrong.push("编号 " + person.number + " 的名额格没有名额");
  }
  let made = "cell,rank,number,session\n";
  for (let at = 0; at < quotas.length; at++) {
    const cell = quotas[at].cell;
    made += await rankCell(key, draw, cell, Number(quotas[at].seats), cells.get(cell));
    progress((at + 1) / (quotas.length + 1), "正在重做抽取：" + (at + 1) + " / " + quotas.length + " 个名额格");
  }
  if (made !== text("ranking.csv")) wrong.push(firstDifference(made, text("ranking.csv")));

  progress(quotas.length / (quotas.length + 1), "正在计算承诺值");
  const salts = new Map(table(text("salts.csv")).map((row) => [row.number, row.salt]));
  const leaves = pool.map((it) => ["pingyi-pool/v1", "person", salts.get(it.number), it.number, it.cell, it.channel || ""].join("|"));
  if ((await root([text("terms.txt")].concat(leaves))) !== expected.root) wrong.push("名册、盐值和条件算不出公布的承诺值");
  const names = text("terms.txt").split("|").slice(8).join("|");
  if (names !== draw.sources.map((it) => it.name).join("|")) wrong.push("种子来源不是封存以前固定的那些");
  progress(1, "复核完毕");
  return { wrong, people: pool.length, cells: quotas.length };
}

async function fetched(name) {
  const answer = await fetch("/draw/" + name);
  if (!answer.ok) throw new Error("下载 " + name + " 失败（" + answer.status + "）");
  return new Uint8Array(await answer.arrayBuffer());
}

function start(part) {
  const find = (name) => part.querySelector("[data-replay-" + name + "]");
  const [words, button, bar, verdict] = ["words", "start", "progress", "verdict"].map(find);
  if (!globalThis.crypto || !crypto.subtle) {
    words.textContent = "这个页面不是通过加密连接打开的，浏览器不提供所需的计算功能。请用下面的命令复核。";
    return;
  }
  words.textContent = "通常几秒钟完成。";
  button.hidden = false;
  const tell = (tone, headline, lines) => {
    verdict.className = "notice " + tone;
    verdict.textContent = "";
    for (const line of [headline].concat(lines)) {
      const paragraph = document.createElement("p");
      if (line === headline) paragraph.className = "notice-headline";
      paragraph.textContent = line;
      verdict.append(paragraph);
    }
  };
  button.addEventListener("click", async () => {
    button.hidden = true;
    bar.hidden = false;
    const progress = (done, text) => {
      bar.value = done;
      words.textContent = text;
    };
    try {
      progress(0, "正在下载文件");
      const files = Object.fromEntries(await Promise.all(FILES.map(async (name) => [name, await fetched(name)])));
      const sha256 = { "pool.csv": part.dataset.pool, "quotas.csv": part.dataset.quotas, "ranking.csv": part.dataset.ranking };
      const outcome = await replay(files, { root: part.dataset.root, sha256 }, progress);
      const size = outcome.people + " 人、" + outcome.cells + " 个名额格";
      if (outcome.wrong.length) tell("bad", "复核没有通过：" + size, outcome.wrong);
      else tell("good", "复核通过：" + size + "，重做的结果与公布的逐字节相同，承诺值也相同", []);
    } catch (error) {
      tell("bad", "没有完成复核", [error.message, "可以再试一次，或用下面的命令复核。"]);
      button.hidden = false;
    }
  });
}

if (globalThis.document) {
  const begin = () => {
    const part = document.querySelector("[data-replay]");
    if (part && !part.dataset.ready) {
      part.dataset.ready = "1";
      start(part);
    }
  };
  begin();
  document.addEventListener("renewed", begin);
}
