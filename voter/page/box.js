// Talking to the ballot box. Nothing that could say who asks goes along: no cookie, no referrer.
import { seconds } from "./retry.js";

const PATIENCE = 25000;

// `{ status, text, json, word, retryAfter }`; status 0 when no answer came. `word` is the box's name of a problem.
export function makeBox(origin, uuid, clock) {
  async function ask(path, body) {
    const controller = new AbortController(), timer = setTimeout(() => controller.abort(), PATIENCE);
    const options = { method: body === undefined ? "GET" : "POST", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", signal: controller.signal };
    if (body !== undefined) Object.assign(options, { body, headers: { "Content-Type": "application/json" } });
    try {
      const sent = Date.now(), response = await fetch(`${origin}/v/${uuid}/${path}`, options), text = await response.text(), json = parse(text);
      if (json && typeof json.server_time === "number") clock.learn(json.server_time, sent, Date.now());
      const found = /^urn:sanmin:problem:([a-z-]+)$/.exec((json && json.type) || "");
      return { status: response.status, text, json, word: found ? found[1] : "", retryAfter: seconds(response.headers.get("Retry-After")) };
    } catch (error) {
      return { status: 0, text: "", json: undefined, word: "", retryAfter: 0 };
    } finally {
      clearTimeout(timer);
    }
  }

  return { get: (path) => ask(path), post: (path, body) => ask(path, body) };
}

function parse(text) {
  try {
    const json = JSON.parse(text);
    return json && typeof json === "object" ? json : undefined;
  } catch (error) {
    return undefined;
  }
}

// Waits, and ends early when the network comes back.
export function rest(milliseconds) {
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
