// A whole ballot: put together and signed, or read again (specification, "Ballots" and "Signatures").
import { proof } from "./answer.js";
import { MAX_ANSWERS, MAX_QUESTIONS } from "./election.js";
import { encodeAll, hex } from "./group/point.js";
import { mod, randomScalar } from "./group/scalar.js";
import { challenge, hashBase64 } from "./hash.js";
import { readWhole } from "./reader.js";

// The text of the ballot and its tracker.
export function sign(poll, secret, credential, answers) {
  const unsigned =
    `{"election_uuid":"${poll.uuid}","election_hash":"${poll.fingerprint}","credential":"${credential}",` +
    `"answers":[${answers.map((answer) => answer.text).join()}]`;
  const hash = hashBase64(unsigned + "}"), nonce = randomScalar();
  const [commitment] = encodeAll([poll.g.power(nonce)]);
  const signed = challenge(`sig|${hash}|${hex(commitment)}`);
  const text = `${unsigned},"signature":{"hash":"${hash}","proof":${proof(signed, mod(nonce - secret * signed))}}}`;
  return { text, tracker: hashBase64(text) };
}

// Reads a ballot's only accepted text; proofs and signature are not looked at.
export function readBallot(text) {
  return readWhole("ballot", text, (reader) => {
    reader.token('{"election_uuid":');
    const uuid = reader.uuid();
    reader.token(',"election_hash":');
    const fingerprint = reader.base64();
    reader.token(',"credential":');
    const credential = reader.checkedElement().text;
    reader.token(',"answers":');
    const answers = reader.list(MAX_QUESTIONS, () => readAnswer(reader));
    reader.token(',"signature":{"hash":');
    reader.base64();
    reader.token(',"proof":');
    readProof(reader);
    reader.token("}}");
    return { uuid, fingerprint, credential, answers };
  });
}

// The ciphertexts of an answer.
function readAnswer(reader) {
  reader.token('{"choices":');
  const ciphertexts = reader.list(MAX_ANSWERS, () => {
    reader.token('{"alpha":');
    const alpha = reader.element();
    reader.token(',"beta":');
    const beta = reader.element();
    reader.token("}");
    return { alpha, beta };
  });
  reader.token(',"individual_proofs":');
  const proofs = reader.list(MAX_ANSWERS, () => {
    reader.token("[");
    readProof(reader);
    reader.token(",");
    readProof(reader);
    reader.token("]");
  });
  if (ciphertexts.length === 0 || ciphertexts.length !== proofs.length) throw reader.refusal("not as many proofs as choices");
  reader.token(',"overall_proof":[');
  readProof(reader);
  reader.token("]}");
  return ciphertexts;
}

function readProof(reader) {
  reader.token('{"challenge":');
  reader.scalar();
  reader.token(',"response":');
  reader.scalar();
  reader.token("}");
}
