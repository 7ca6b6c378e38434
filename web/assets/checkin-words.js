// Words and elements of the desk at the door.

export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const key of Object.keys(attributes || {})) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), attributes[key]);
    else if (attributes[key] === true) made.setAttribute(key, "");
    else if (attributes[key] !== false) made.setAttribute(key, attributes[key]);
  }
  made.append(...children);
  return made;
}

export const paragraph = (words, kind) => element("p", kind ? { class: kind } : {}, words);
export const button = (words, kind, act) => element("button", { type: "button", class: kind, onclick: act }, words);

export function notice(tone, headline, ...lines) {
  const role = tone === "bad" ? "alert" : "status";
  const body = lines.map((line) => (typeof line === "string" ? paragraph(line) : line));
  return element("section", { class: "notice " + tone, role }, paragraph(headline, "notice-headline"), element("div", {}, ...body));
}

const fact = (pair) => element("div", {}, element("dt", {}, pair[0]), element("dd", {}, pair[1]));
export const facts = (pairs) => element("dl", { class: "facts" }, ...pairs.map(fact));
export const strong = (words) => element("strong", { class: "lead" }, words);

// The hour in China, whatever zone the device is in.
export function clock(at) {
  const there = new Date(at + 8 * 3600000);
  return there.getUTCHours() + ":" + String(there.getUTCMinutes()).padStart(2, "0");
}

export const told = (arrived) => clock(arrived.at) + " 在" + arrived.desk;

// Eight digits of which the last fits (Luhn), alone or at the end of the code's address; else an empty text.
export function entryOf(text) {
  const last = text.normalize("NFKC").replace(/[\s\-—]/g, "").split("/").pop();
  if (!/^\d{8}$/.test(last)) return "";
  const sum = Array.from(last).reverse().reduce((all, digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    return all + Math.floor(value / 10) + (value % 10);
  }, 0);
  return sum % 10 ? "" : last;
}

export const grouped = (entry) => entry.slice(0, 4) + " " + entry.slice(4);
