// The group Ed25519 and the text of its elements: 64 hexadecimal digits of the compressed number (specification, "Ed25519").
import { edwards } from "@noble/curves/abstract/edwards.js";
import { FpInvertBatch } from "@noble/curves/abstract/modular.js";
import { hexToBytes } from "@noble/curves/utils.js";
import { Q } from "./scalar.js";

export const P = 2n ** 255n - 19n;

// Parameters as printed in RFC 8032, section 5.1.
export const Point = edwards({
  p: P,
  n: Q,
  h: 8n,
  a: P - 1n,
  d: 37095705934669439343138083508754565189542113879843219016388785533085940283555n,
  Gx: 15112221349535400772501151409588531511454012693041857206046113283949847762202n,
  Gy: 46316835694926478169428394003475163141307993866256225615783033603165251855960n,
});

// g^bit for the bit 0n or 1n, without asking which.
export function messagePoint(bit) {
  const { X, Y, T } = Point.BASE;
  return new Point(bit * X, 1n + bit * (Y - 1n), 1n, bit * T);
}

// 1/Z of many points with one inversion.
export const invertAll = (points) => FpInvertBatch(Point.Fp, points.map((point) => point.Z));

// The compressed numbers of many points.
export function encodeAll(points) {
  const inverses = invertAll(points);
  return points.map((point, index) => {
    const x = (point.X * inverses[index]) % P, y = (point.Y * inverses[index]) % P;
    return y | ((x & 1n) << 255n);
  });
}

export const hex = (encoding) => encoding.toString(16).padStart(64, "0");

// The element that a text of 64 lower-case digits stands for, or undefined: not canonical, not on the curve, of small
// order (the identity among them), or outside the subgroup of prime order.
export function decode(digits) {
  try {
    const point = Point.fromBytes(hexToBytes(digits).reverse());
    return point.isSmallOrder() || !point.isTorsionFree() ? undefined : point;
  } catch (error) {
    return undefined;
  }
}
