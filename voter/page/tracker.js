// Trackers (追踪码) for people and in addresses, and the codes on cards as people type them.

// Groups of four, as on paper.
export const groups = (tracker) => Array.from({ length: Math.ceil(tracker.length / 4) }, (_, at) => tracker.slice(4 * at, 4 * at + 4));

export const inAddress = (tracker) => tracker.split("+").join("-").split("/").join("_");

const fromAddress = (text) => text.split("-").join("+").split("_").join("/");

// The tracker in what was typed or scanned: with spaces, as an address, in either alphabet; undefined if there is none.
export function readTracker(text) {
  const plain = narrow(text).replace(/\s/g, ""), behind = plain.slice(plain.lastIndexOf("#check=") < 0 ? 0 : plain.lastIndexOf("#check=") + 7);
  const tracker = fromAddress(behind).replace(/=+$/, "");
  return /^[A-Za-z0-9+/]{43}$/.test(tracker) ? tracker : undefined;
}

const FORM = /^[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}$/;
const BASE58 = /^[1-9A-HJ-NP-Za-km-z]{22}$/;

// Full-width forms, as Chinese keyboards type them, to plain ones.
const narrow = (text) => text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/　/g, " ");

// The card in what was typed or scanned: `{ card }`, or `{ problem }`, one of "form" and "session". Hyphens and blanks may be missing.
export function readCard(text, uuid) {
  const plain = narrow(text).trim(), [before, behind] = plain.includes("#") ? plain.split("#") : ["", plain];
  const address = /\/v\/([^/#?]+)/.exec(before);
  if (address && address[1] !== uuid) return { problem: "session" };
  const signs = behind.replace(/[\s\-—–_]/g, "");
  if (!BASE58.test(signs)) return { problem: "form" };
  const card = [signs.slice(0, 5), signs.slice(5, 11), signs.slice(11, 16), signs.slice(16)].join("-");
  return FORM.test(card) ? { card } : { problem: "form" };
}
