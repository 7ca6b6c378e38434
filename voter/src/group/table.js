// Powers of a base that is used again and again: g and the election's key y.
//
// The voter knows the randomness of each ciphertext, so every commitment, simulated or not, is a power of these two.
import { mod } from "@noble/curves/abstract/modular.js";
import { invertAll, P, Point } from "./point.js";

// Bits of a signed digit, from −31 to 32; 43 digits hold any exponent below 2^257.
const WIDTH = 6;
const LARGEST = 1 << (WIDTH - 1);
const WINDOWS = 43;
const SHIFT = BigInt(WIDTH);
const MASK = (1n << SHIFT) - 1n;

const TWICE_D = (2n * Point.CURVE().d) % P;

export class Table {
  constructor(base) {
    const points = [];
    let step = base;
    for (let window = 0; window < WINDOWS; window++) {
      let multiple = Point.ZERO;
      for (let size = 0; size <= LARGEST; size++) {
        points.push(multiple);
        multiple = multiple.add(step);
      }
      step = points[points.length - 1].double();
    }
    const inverses = invertAll(points);
    this.entries = points.map(({ X, Y }, index) => {
      const x = (X * inverses[index]) % P, y = (Y * inverses[index]) % P;
      return { minus: y - x, plus: y + x, product: (((x * y) % P) * TWICE_D) % P };
    });
  }

  // base^exponent by the same additions for every exponent; all entries of a window are looked at, so that none stands out.
  power(exponent) {
    const { entries } = this;
    let X = 0n, Y = 1n, Z = 1n, T = 0n, rest = exponent, carry = 0;
    for (let start = 0; start < entries.length; start += LARGEST + 1) {
      let digit = Number(rest & MASK) + carry;
      rest >>= SHIFT;
      carry = (digit + LARGEST - 1) >> WIDTH;
      digit -= carry << WIDTH;
      const size = Math.abs(digit);
      let entry = entries[start];
      for (let place = 1; place <= LARGEST; place++) entry = place === size ? entries[start + place] : entry;
      const { minus, plus, product } = entry, opposite = -product, negative = digit < 0;
      // Adds the entry, or its inverse; the formulas of RFC 8032, section 5.1.4, for a second point with Z = 1.
      const A = ((Y - X) * (negative ? plus : minus)) % P, B = ((Y + X) * (negative ? minus : plus)) % P;
      const C = (T * (negative ? opposite : product)) % P, D = Z + Z;
      const E = B - A, F = D - C, G = D + C, H = B + A;
      X = (E * F) % P;
      Y = (G * H) % P;
      T = (E * H) % P;
      Z = (F * G) % P;
    }
    return new Point(mod(X, P), mod(Y, P), mod(Z, P), mod(T, P));
  }
}
