// The page's QR codes are read by somebody else's reader.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { encode } from "../page/qr.js";

const jsQR = createRequire(import.meta.url)("../../third_party/jsqr/dist/jsQR.js");

function read(rows) {
  const scale = 4, size = (rows.length + 8) * scale, pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  rows.forEach((row, y) => row.forEach((dark, x) => {
    for (let at = 0; dark && at < scale * scale; at += 1) {
      const left = (x + 4) * scale + (at % scale), top = (y + 4) * scale + Math.floor(at / scale);
      pixels.fill(0, 4 * (top * size + left), 4 * (top * size + left) + 3);
    }
  }));
  const code = jsQR(pixels, size, size);
  return code && code.data;
}

test("codes of every length are read", () => {
  const text = "https://ballot.example/v/22222222222222#check=" + "aB3-_".repeat(40);
  for (let length = 1; length <= 213; length += length < 60 ? 1 : 7) assert.equal(read(encode(text.slice(0, length))), text.slice(0, length), `${length}`);
  assert.equal(read(encode("评议票")), "评议票");
  assert.equal(read(encode(text.slice(0, 213))), text.slice(0, 213));
  assert.equal(encode("a".repeat(214)), undefined);
});
