// 检查: the randomness of a ballot that will not be cast, from which a second device computes the ciphertexts again.
// The text is that of the Rust library's type `cast::Revealed`.
import { readBallot } from "./ballot.js";
import { MAX_ANSWERS, MAX_QUESTIONS } from "./election.js";
import { encodeAll, hex, messagePoint } from "./group/point.js";
import { hashBase64 } from "./hash.js";
import { readWhole } from "./reader.js";
import { Refusal } from "./refusal.js";

export function writeRevealed(poll, tracker, answers) {
  const answer = ({ choice, randomness }) => `{"choice":${choice},"randomness":[${randomness.map((number) => `"${number}"`).join()}]}`;
  return `{"election_hash":"${poll.fingerprint}","tracker":"${tracker}","answers":[${answers.map(answer).join()}]}`;
}

function readRevealed(text) {
  return readWhole("revealed", text, (reader) => {
    reader.token('{"election_hash":');
    const fingerprint = reader.base64();
    reader.token(',"tracker":');
    const tracker = reader.base64();
    reader.token(',"answers":');
    const answers = reader.list(MAX_QUESTIONS, () => {
      reader.token('{"choice":');
      const choice = reader.integer();
      reader.token(',"randomness":');
      const randomness = reader.list(MAX_ANSWERS, () => reader.scalar());
      if (choice >= randomness.length) throw reader.refusal("no randomness for the choice");
      reader.token("}");
      return { choice, randomness };
    });
    reader.token("}");
    return { fingerprint, tracker, answers };
  });
}

// What the ballot says, if it encrypts exactly what was revealed. Its proofs and its signature are the server's to check.
export function checkRevealed(poll, ballotText, revealedText) {
  const ballot = readBallot(ballotText), revealed = readRevealed(revealedText), tracker = hashBase64(ballotText);
  const differs = (reason, place) => new Refusal("mismatch", reason, place);
  if (ballot.uuid !== poll.uuid || ballot.fingerprint !== poll.fingerprint) throw differs("the ballot is one of another election");
  if (revealed.fingerprint !== poll.fingerprint) throw differs("what is revealed is of another election");
  if (revealed.tracker !== tracker) throw differs("what is revealed is of another ballot");
  const fits = (lengths) => lengths.join() === poll.shape.join();
  if (!fits(ballot.answers.map((answer) => answer.length))) throw differs("the ballot has another number of answers than the election");
  if (!fits(revealed.answers.map((answer) => answer.randomness.length))) throw differs("not as much randomness as answers");
  revealed.answers.forEach(({ choice, randomness }, question) => {
    const points = randomness.flatMap((number, place) => [
      poll.g.power(number),
      poll.y.power(number).add(messagePoint(BigInt(place === choice))),
    ]);
    const encodings = encodeAll(points).map(hex);
    ballot.answers[question].forEach(({ alpha, beta }, answer) => {
      if (alpha !== encodings[2 * answer] || beta !== encodings[2 * answer + 1]) {
        throw differs("the ballot encrypts something else than was revealed", { question, answer });
      }
    });
  });
  return { credential: ballot.credential, tracker, choices: revealed.answers.map((answer) => answer.choice) };
}
