// QR codes (ISO/IEC 18004): byte mode, error correction M, versions 1 to 10, which is up to 213 bytes.

// For each version: error correction words a block, and the data words of each block.
const repeat = (count, words) => Array.from({ length: count }, () => words);
const BLOCKS = [
  [10, [16]], [16, [28]], [26, [44]], [18, repeat(2, 32)], [24, repeat(2, 43)], [16, repeat(4, 27)], [18, repeat(4, 31)],
  [22, [38, 38, 39, 39]], [22, [36, 36, 36, 37, 37]], [26, [43, 43, 43, 43, 44]],
];
// Centres of the alignment patterns.
const CENTRES = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];
const MASKS = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2, (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

// Powers of 2 and logarithms in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1.
const POWER = [], LOG = [];
for (let at = 0, value = 1; at < 255; at += 1) {
  POWER[at] = value;
  LOG[value] = at;
  value = value < 128 ? 2 * value : (2 * value) ^ 0x11d;
}
const times = (a, b) => (a && b ? POWER[(LOG[a] + LOG[b]) % 255] : 0);

function correction(data, count) {
  let divisor = [1];
  for (let at = 0; at < count; at += 1) {
    const next = repeat(divisor.length + 1, 0);
    divisor.forEach((factor, place) => {
      next[place] ^= factor;
      next[place + 1] ^= times(factor, POWER[at]);
    });
    divisor = next;
  }
  const rest = [...data, ...repeat(count, 0)];
  data.forEach((_, at) => {
    const factor = rest[at];
    divisor.forEach((term, place) => (rest[at + place] ^= times(term, factor)));
  });
  return rest.slice(data.length);
}

// All words of a code in the order in which they are drawn.
function codewords(bytes, version) {
  const [count, sizes] = BLOCKS[version - 1], capacity = sizes.reduce((sum, size) => sum + size, 0), bits = [];
  const push = (value, length) => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(4, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  bytes.forEach((byte) => push(byte, 8));
  push(0, Math.min(4, 8 * capacity - bits.length));
  while (bits.length % 8) bits.push(0);
  const data = [];
  for (let at = 0; at < bits.length; at += 8) data.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0xec; data.length < capacity; pad ^= 0xec ^ 0x11) data.push(pad);
  let start = 0;
  const blocks = sizes.map((size) => data.slice(start, (start += size))), extra = blocks.map((block) => correction(block, count)), all = [];
  for (let at = 0; at < Math.max(...sizes); at += 1) blocks.forEach((block) => at < block.length && all.push(block[at]));
  for (let at = 0; at < count; at += 1) extra.forEach((block) => all.push(block[at]));
  return all;
}

// The remainder of format and version information.
function checked(value, generator, length) {
  let rest = value << length;
  const top = (number) => 32 - Math.clz32(number);
  while (top(rest) >= top(generator)) rest ^= generator << (top(rest) - top(generator));
  return (value << length) | rest;
}

// Everything but the words: `[cells, fixed]`, rows of 0 and 1.
function frame(version, mask) {
  const size = 17 + 4 * version, cells = repeat(size, 0).map(() => repeat(size, 0)), fixed = cells.map((row) => row.map(() => false));
  const set = (x, y, dark) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    cells[y][x] = dark ? 1 : 0;
    fixed[y][x] = true;
  };
  for (let at = 0; at < size; at += 1) {
    set(at, 6, at % 2 === 0);
    set(6, at, at % 2 === 0);
  }
  for (const [left, top] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
    for (let dy = -4; dy <= 4; dy += 1) {
      for (let dx = -4; dx <= 4; dx += 1) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        set(left + dx, top + dy, ring !== 2 && ring !== 4);
      }
    }
  }
  const centres = CENTRES[version - 1], last = centres[centres.length - 1];
  for (const x of centres) {
    for (const y of centres) {
      if ((x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6)) continue;
      for (let dy = -2; dy <= 2; dy += 1) {
        for (let dx = -2; dx <= 2; dx += 1) set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
      }
    }
  }
  // Level M is 00.
  const format = checked(mask, 0x537, 10) ^ 0x5412, bit = (value, at) => (value >> at) & 1;
  for (let at = 0; at < 15; at += 1) {
    const dark = bit(format, at);
    set(8, at < 6 ? at : at < 8 ? at + 1 : size - 15 + at, dark);
    set(at < 8 ? size - 1 - at : at < 9 ? 7 : 14 - at, 8, dark);
  }
  set(8, size - 8, true);
  if (version >= 7) {
    const information = checked(version, 0x1f25, 12);
    for (let at = 0; at < 18; at += 1) {
      const far = size - 11 + (at % 3), near = Math.floor(at / 3);
      set(far, near, bit(information, at));
      set(near, far, bit(information, at));
    }
  }
  return [cells, fixed];
}

function draw(words, version, mask) {
  const [cells, fixed] = frame(version, mask), size = cells.length;
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        if (fixed[y][x]) continue;
        const word = words[at >> 3], dark = word === undefined ? 0 : (word >> (7 - (at & 7))) & 1;
        cells[y][x] = MASKS[mask](x, y) === 0 ? 1 - dark : dark;
        at += 1;
      }
    }
  }
  return cells;
}

// Long runs and blocks of one colour are hard to read.
function burden(cells) {
  let sum = 0;
  const lines = [...cells, ...cells.map((_, x) => cells.map((row) => row[x]))];
  for (const line of lines) {
    for (const run of line.join("").match(/0{5,}|1{5,}/g) || []) sum += run.length - 2;
  }
  for (let y = 1; y < cells.length; y += 1) {
    for (let x = 1; x < cells.length; x += 1) {
      if (new Set([cells[y][x], cells[y - 1][x], cells[y][x - 1], cells[y - 1][x - 1]]).size === 1) sum += 3;
    }
  }
  return sum;
}

// The rows of the code for a text, 1 for dark; undefined for what is too long.
export function encode(text) {
  const bytes = Array.from(new TextEncoder().encode(text));
  const version = 1 + BLOCKS.findIndex(([, sizes], at) => bytes.length + (at < 9 ? 2 : 3) <= sizes.reduce((sum, size) => sum + size, 0));
  if (version === 0) return undefined;
  const words = codewords(bytes, version), codes = MASKS.map((_, mask) => draw(words, version, mask)), burdens = codes.map(burden);
  return codes[burdens.indexOf(Math.min(...burdens))];
}

// The code as a picture with its quiet zone.
export function picture(text, description) {
  const rows = encode(text);
  if (!rows) return undefined;
  const make = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes).forEach((key) => element.setAttribute(key, attributes[key]));
    return element;
  };
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")).join("")).join(""), size = rows.length + 8;
  const svg = make("svg", { viewBox: `0 0 ${size} ${size}`, class: "qr", role: "img", "aria-label": description, "shape-rendering": "crispEdges" });
  svg.append(make("path", { d: path, fill: "#000000" }));
  return svg;
}
