// The bundle as a file: small, readable, nothing in it that an old browser or a strict page refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.mjs";
import { takeAwayNewer } from "./floor.mjs";

test("it is at most 30 KB", () => {
  assert.ok(gzipSync(bundle, { level: 9 }).length <= 30_000);
});

test("it carries the licences of what it contains", () => {
  assert.match(bundle, /@noble\/curves [0-9.]+ and @noble\/hashes [0-9.]+:\n\nThe MIT License/);
  assert.match(bundle, /Copyright \(c\) 2022 Paul Miller/);
});

test("it makes no code, loads nothing and asks nobody", () => {
  assert.doesNotMatch(bundle, /\beval\(|new Function|\bimport\(|importScripts|fetch\(|XMLHttpRequest|WebSocket|indexedDB|localStorage/);
});

test("under the floor nothing newer is left", () => {
  const realm = vm.createContext({});
  const has = (expression) => vm.runInContext(expression, realm);
  const newer = [
    "Object.hasOwn", "[].at", "[].findLast", "''.at", "''.replaceAll", "new Uint8Array(1).at", "DataView.prototype.setBigUint64",
    "globalThis.BigUint64Array", "globalThis.WeakRef", "globalThis.AggregateError",
  ];
  for (const expression of newer) assert.ok(has(expression), `${expression} is in this engine`);
  takeAwayNewer(has("globalThis"));
  for (const expression of newer) assert.ok(!has(expression), expression);
  assert.equal(has("[1, 2].map((n) => n * 2).join()"), "2,4");
});
