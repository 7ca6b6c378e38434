// Loads dist/voter.js as a classic worker would, in a realm of its own that has nothing newer than the floor.
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { takeAwayNewer } from "./floor.mjs";

export const bundle = readFileSync(new URL("../dist/voter.js", import.meta.url), "utf8");
const script = new vm.Script(bundle, { filename: "voter.js" });

// What a worker has beside the language. The host's objects stay outside: only numbers and strings cross.
const WORKER = `
  globalThis.self = globalThis;
  globalThis.TextEncoder = class { encode(text) { return Uint8Array.from(host.encode(text)); } };
  globalThis.btoa = (text) => host.btoa(text);
  globalThis.crypto = { getRandomValues(bytes) { bytes.set(host.random(bytes.length)); return bytes; } };
  globalThis.postMessage = (message) => host.post(message);
  delete globalThis.host;
`;

const systemRandom = (length) => crypto.getRandomValues(new Uint8Array(length));

// A voter that answers messages. `random` gives bytes, from the first message on.
export function loadVoter(random = systemRandom) {
  let reply, source = systemRandom;
  const host = {
    encode: (text) => new TextEncoder().encode(text),
    btoa: (text) => btoa(text),
    random: (length) => source(length),
    post: (message) => (reply = structuredClone(message)),
  };
  const realm = vm.createContext({ host });
  vm.runInContext(`{ const host = globalThis.host; ${WORKER} }`, realm);
  takeAwayNewer(vm.runInContext("globalThis", realm));
  script.runInContext(realm);
  source = random;
  return (message) => {
    reply = undefined;
    realm.onmessage({ data: structuredClone(message) });
    return reply;
  };
}

// A whole ballot, question by question, as far as its tracker.
export function prepare(voter, { election, credential, choices }) {
  const opened = voter({ type: "open", election, credential });
  choices.forEach((answer, question) => voter({ type: "choose", question, answer }));
  return { opened, sealed: voter({ type: "seal" }) };
}
