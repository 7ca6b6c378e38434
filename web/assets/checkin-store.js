// What a desk keeps on its device: the list of one venue and session until the end of the day, and check-ins that wait to be sent. A waiting
// one names nobody: an entry number, a random id, a time.
const LIST = "checkin.list", WAITING = "checkin.wait.", REFUSED = "checkin.refused";

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch (error) {
    return null;
  }
};
const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));

// The list that was kept for this venue, if its day is not over. `offset` is how far the server's clock is ahead of the device's.
export function keptList(venue) {
  const list = read(LIST);
  if (list && list.venue === venue && Date.now() + list.offset < list.until) return list;
  localStorage.removeItem(LIST);
  return null;
}

export const keepList = (list) => write(LIST, list);
export const forgetList = () => localStorage.removeItem(LIST);

// 128 random bits.
export function newEvent() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Adds something done at the desk. One key each, so that two windows of one device never write over each other.
export function wait(venue, sent) {
  write(WAITING + String(Date.now()).padStart(15, "0") + "." + newEvent(), { venue, sent });
}

// What waits for this venue, in the order in which it was done: [key, sent].
export function waiting(venue) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(WAITING)).sort();
  const own = keys.map((key) => [key, read(key)]).filter((pair) => pair[1] && pair[1].venue === venue);
  return own.map((pair) => [pair[0], pair[1].sent]);
}

export const done = (key) => localStorage.removeItem(key);

// What the server did not take, in words, until somebody has read it.
export const refused = () => read(REFUSED) || [];
export const addRefused = (words) => write(REFUSED, refused().concat([words]));
export const readRefused = () => localStorage.removeItem(REFUSED);
