// When a ballot is sent again, and when no more.

const LONGEST = 30000;

// What an answer of the box means for a ballot with this tracker, or what is revealed of one: "counted", "again" or "refused".
// Only the box's own refusals end the sending: a page of the Wi-Fi's operator is no answer. No ballot counts without a receipt.
export function judge({ status, json, word }, tracker, checking = false) {
  if (status === 200) return json && json.tracker === tracker && (checking || typeof json.signature === "string") ? "counted" : "again";
  if (!word || status === 0 || status >= 500 || ["busy", "unavailable", "timed-out", "body", "not-open-yet", "internal-error"].includes(word)) return "again";
  return "refused";
}

// Milliseconds until the next try: what the box asks for, or doubling from a second up to half a minute; always with something by
// chance on top, so that a hall of phones does not come back at once.
export function pause(attempt, retryAfter, random) {
  const step = Math.min(LONGEST, 1000 * 2 ** Math.min(attempt, 5));
  return Math.round((retryAfter > 0 ? Math.min(retryAfter, 300) * 1000 : step / 2) + (random * step) / 2);
}

// The seconds of a `Retry-After`, 0 if there are none.
export const seconds = (header) => (/^\d{1,6}$/.test(header || "") ? Number(header) : 0);

// Milliseconds until the state is asked again: seldom while one waits or fills in, and spread.
export const untilAsked = (waiting, retryAfter, random) => retryAfter * 1000 + (waiting ? 6000 + random * 6000 : 25000 + random * 25000);
