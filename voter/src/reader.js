// Walks along the only accepted text of a message: compact JSON, fields in their order, no needless escape. Whatever
// differs is refused at its first character, as in the Rust library's module `json`.
import { decode } from "./group/point.js";
import { Q } from "./group/scalar.js";
import { Refusal } from "./refusal.js";

// Longest text that is looked at, in UTF-16 units.
const MAX_TEXT = 4 << 20;
// Longest string inside a message, in bytes of its text.
const MAX_STRING = 1 << 20;

// Reads a whole text by `read`; every refusal is of this kind.
export function readWhole(kind, text, read) {
  if (typeof text !== "string") throw new Refusal("message", `no text where that of the ${kind} belongs`);
  const reader = new Reader(kind, text);
  if (text.length > MAX_TEXT) throw reader.refusal("longer than 4 MiB");
  const value = read(reader);
  if (reader.position !== text.length) throw reader.refusal("something after the end");
  return value;
}

class Reader {
  constructor(kind, text) {
    this.kind = kind;
    this.text = text;
    this.position = 0;
  }

  refusal(reason, position = this.position) {
    return new Refusal(this.kind, reason, { position });
  }

  // Takes this text if it is next.
  take(token) {
    const found = this.text.startsWith(token, this.position);
    if (found) this.position += token.length;
    return found;
  }

  // Takes exactly this text.
  token(token) {
    if (!this.take(token)) throw this.refusal(`expected ${token}`);
  }

  // A list of at most `limit` items.
  list(limit, item) {
    this.token("[");
    const items = [];
    if (this.take("]")) return items;
    do {
      if (items.length >= limit) throw this.refusal(`more than the ${limit} that are allowed`);
      items.push(item(items.length));
    } while (this.take(","));
    this.token("]");
    return items;
  }

  // Passes a string in its only form: raw characters, escapes only where JSON needs them. Nobody here asks for its value.
  string() {
    this.token('"');
    const start = this.position;
    for (let unit; (unit = this.text.charCodeAt(this.position)) !== 0x22; ) {
      const control = unit < 0x20 || unit === 0x7f, ended = Number.isNaN(unit);
      if (control || ended || isLone(this.text, this.position)) throw this.refusal("not the canonical form of a string");
      if (unit === 0x5c) this.escape();
      else this.position += unit >= 0xd800 && unit < 0xdc00 ? 2 : 1;
    }
    const raw = this.text.slice(start, this.position);
    if (raw.length > MAX_STRING / 3 && new TextEncoder().encode(raw).length > MAX_STRING) throw this.refusal("a string is too long", start);
    this.position += 1;
  }

  // Passes one escape: the short form where there is one, else four digits of a control character.
  escape() {
    const found = /^\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]|7f))/.exec(this.text.slice(this.position, this.position + 6));
    if (!found) throw this.refusal("not the canonical form of an escape");
    this.position += found[0].length;
  }

  // A string that matches, without escapes.
  plain(pattern, what) {
    this.token('"');
    const start = this.position, end = this.text.indexOf('"', start);
    const value = this.text.slice(start, end < 0 ? start : end);
    if (!pattern.test(value)) throw this.refusal(what);
    this.position = end + 1;
    return value;
  }

  // A base 10 number below q.
  scalar() {
    const start = this.position, number = BigInt(this.plain(/^(?:0|[1-9][0-9]{0,75})$/, "not a number in base 10"));
    if (number >= Q) throw this.refusal("not below the order of the group", start);
    return number;
  }

  // A small integer that is not negative.
  integer() {
    const digits = /^(?:0|[1-9][0-9]{0,8})(?![0-9])/.exec(this.text.slice(this.position, this.position + 10));
    if (!digits) throw this.refusal("not the canonical form of a small integer");
    this.position += digits[0].length;
    return Number(digits[0]);
  }

  // The text of a group element; what it stands for is not looked at.
  element() {
    return this.plain(/^[0-9a-f]{64}$/, "not 64 lower-case hexadecimal digits");
  }

  // A group element that is looked at: its text and the point.
  checkedElement() {
    const start = this.position, text = this.element(), point = decode(text);
    if (!point) throw this.refusal("not an element of prime order", start);
    return { text, point };
  }

  // A SHA-256 in base64 without padding; the last digit holds two bits that must be zero.
  base64() {
    return this.plain(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]$/, "not a SHA-256 in base64 without padding");
  }

  // 14 to 64 characters of base58.
  uuid() {
    return this.plain(/^[1-9A-HJ-NP-Za-km-z]{14,64}$/, "not a uuid: 14 to 64 characters of base58");
  }
}

// Half of a surrogate pair: such a text has no UTF-8.
function isLone(text, position) {
  const unit = text.charCodeAt(position), next = text.charCodeAt(position + 1);
  if (unit < 0xd800 || unit > 0xdfff) return false;
  return unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff);
}
