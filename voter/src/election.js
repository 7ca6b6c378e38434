// What is asked, and under which key (specification, "Elections" and "Questions").
import { hashBase64 } from "./hash.js";
import { readWhole } from "./reader.js";

// Most questions of an election, and most answers of a question.
export const MAX_QUESTIONS = 200;
export const MAX_ANSWERS = 200;

// Reads an election's only accepted text. `shape` is the number of answers of each question, `fingerprint` is φ.
export function readElection(text) {
  const election = readWhole("election", text, (reader) => {
    reader.token('{"version":1,"description":');
    reader.string();
    reader.token(',"name":');
    reader.string();
    reader.token(',"group":"Ed25519","public_key":');
    const key = reader.checkedElement().point;
    reader.token(',"questions":');
    const shape = reader.list(MAX_QUESTIONS, () => readQuestion(reader));
    if (shape.length === 0) throw reader.refusal("an election without questions");
    reader.token(',"uuid":');
    const uuid = reader.uuid();
    if (reader.take(',"administrator":')) reader.string();
    if (reader.take(',"credential_authority":')) reader.string();
    reader.token("}");
    return { uuid, key, shape };
  });
  return { ...election, fingerprint: hashBase64(text) };
}

// A question of which exactly one answer is chosen; the number of its answers.
function readQuestion(reader) {
  reader.token('{"answers":');
  const answers = reader.list(MAX_ANSWERS, () => reader.string());
  if (answers.length === 0) throw reader.refusal("a question without answers");
  reader.token(',"min":1,"max":1,"question":');
  reader.string();
  reader.token("}");
  return answers.length;
}
