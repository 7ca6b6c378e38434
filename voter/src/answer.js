// One question: encryption of each answer as 0 or 1, and the proofs (specification, "Homomorphic answers" and "Proofs of
// interval membership"). The same steps are taken for every choice; which proof is real decides only which numbers go in.
//
// A proof with challenge c and response s of a ciphertext with randomness r has the commitments A = g^s α^c = g^(s + rc)
// and B = y^s (β/g^M)^c = y^(s + rc) g^((m − M)c), so none needs a power of α or β.
import { encodeAll, hex, messagePoint } from "./group/point.js";
import { mod, Q, randomScalar, select } from "./group/scalar.js";
import { challenge } from "./hash.js";

const POINTS_OF_A_BIT = 6;

// The text of an answer and the randomness of its ciphertexts. `start` is `prove|S0`. The order in which random numbers
// are drawn is that of the Rust library, so that the same random bytes make the same ballot.
export function proveAnswer(poll, start, choice, answers) {
  const bits = [];
  for (let place = 0; place < answers; place++) bits.push(encryptBit(poll, BigInt(place === choice)));
  const nonce = randomScalar();
  const sum = (place) => bits.map((bit) => bit.points[place]).reduce((total, point) => total.add(point));
  // One inversion encodes all points of the question.
  const encodings = encodeAll([...bits.flatMap((bit) => bit.points), sum(0), sum(1), poll.g.power(nonce), poll.y.power(nonce)]);
  const totals = encodings.splice(answers * POINTS_OF_A_BIT).map(hex);
  const own = (place) => encodings.slice(place * POINTS_OF_A_BIT, (place + 1) * POINTS_OF_A_BIT);
  const ciphertexts = bits.map((bit, place) => own(place).slice(0, 2).map(hex));
  const individual = bits.map((bit, place) => proveBit(bit, start, ciphertexts[place], own(place).slice(2)));
  const overall = challenge(`${start}|${ciphertexts.flat().join()}|${totals.slice(0, 2).join()}|${totals.slice(2).join()}`);
  const total = bits.reduce((sum, bit) => sum + bit.randomness, 0n);
  return {
    choice,
    randomness: bits.map((bit) => bit.randomness),
    text:
      `{"choices":[${ciphertexts.map(([alpha, beta]) => `{"alpha":"${alpha}","beta":"${beta}"}`).join()}],` +
      `"individual_proofs":[${individual.map((pair) => `[${pair.join()}]`).join()}],` +
      `"overall_proof":[${proof(overall, mod(nonce - total * overall))}]}`,
  };
}

// The points are α, β, the commitments of the real proof, and those of the simulated one.
function encryptBit({ g, y }, bit) {
  const randomness = randomScalar(), nonce = randomScalar(), simulated = randomScalar(), response = randomScalar();
  const exponent = mod(response + randomness * simulated), shift = select(Q - simulated, simulated, bit);
  const points = [
    g.power(randomness),
    y.power(randomness).add(messagePoint(bit)),
    g.power(nonce),
    y.power(nonce),
    g.power(exponent),
    y.power(exponent).add(g.power(shift)),
  ];
  return { bit, randomness, nonce, simulated, response, points };
}

// The proofs that the bit is 0 and that it is 1, of which one is simulated.
function proveBit({ bit, randomness, nonce, simulated, response }, start, ciphertext, [realA, realB, feignedA, feignedB]) {
  const both = (zero, one) => [select(zero, one, bit), select(one, zero, bit)];
  const [a0, a1] = both(realA, feignedA), [b0, b1] = both(realB, feignedB);
  const hash = challenge(`${start}|${ciphertext.join()}|${[a0, b0, a1, b1].map(hex).join()}`);
  const honest = mod(hash - simulated);
  const [c0, c1] = both(honest, simulated), [s0, s1] = both(mod(nonce - randomness * honest), response);
  return [proof(c0, s0), proof(c1, s1)];
}

export const proof = (challenge, response) => `{"challenge":"${challenge}","response":"${response}"}`;
