// The protocol of the worker: what the page may ask, in which order, and what is kept meanwhile. README.md has the table.
//
// A booth serves one card. It keeps choices and randomness until the ballot is cast, revealed or forgotten; then it drops
// them and refuses everything but `check` and `receipt`, so that a revealed ballot is never cast and a cast one never revealed.
import { proveAnswer } from "./answer.js";
import { sign } from "./ballot.js";
import { privateKey } from "./credential.js";
import { readElection } from "./election.js";
import { encodeAll, hex } from "./group/point.js";
import { makePoll } from "./poll.js";
import { isSigned } from "./receipt.js";
import { Refusal } from "./refusal.js";
import { checkRevealed, writeRevealed } from "./reveal.js";

// A function that gives the one reply to each message.
export function makeBooth() {
  let voter, finished = false;

  const acts = {
    open({ election: text, credential: card }) {
      if (finished) throw new Refusal("finished", "this booth has done its work");
      voter = undefined;
      const election = readElection(text), secret = privateKey(card, election.uuid), poll = makePoll(election);
      const credential = hex(encodeAll([poll.g.power(secret)])[0]);
      voter = { poll, secret, credential, answers: poll.shape.map(() => undefined), sealed: undefined };
      return { type: "opened", credential, uuid: poll.uuid, fingerprint: poll.fingerprint, shape: poll.shape.slice() };
    },

    // Encrypts and proves one question, anew each time.
    choose({ question, answer }) {
      const { poll, credential, answers } = present();
      if (!isBelow(question, poll.shape.length)) throw new Refusal("choice", "no such question");
      if (!isBelow(answer, poll.shape[question])) throw new Refusal("choice", "no such answer", { question });
      voter.sealed = undefined;
      answers[question] = undefined;
      answers[question] = proveAnswer(poll, `prove|${poll.fingerprint}|${credential}`, answer, poll.shape[question]);
      return { type: "chosen", question, left: answers.filter((answer) => !answer).length };
    },

    // Signs, and so fixes the ballot before anybody says whether it will be cast or revealed.
    seal() {
      const { poll, secret, credential, answers, sealed } = present(), question = answers.findIndex((answer) => !answer);
      if (question >= 0) throw new Refusal("unfinished", "a question has no answer yet", { question });
      voter.sealed = sealed || sign(poll, secret, credential, answers);
      return { type: "sealed", tracker: voter.sealed.tracker };
    },

    cast() {
      const { text, tracker } = present().sealed || unsealed();
      finish();
      return { type: "ballot", ballot: text, tracker };
    },

    reveal() {
      const { poll, answers, sealed } = present(), { text, tracker } = sealed || unsealed();
      finish();
      return { type: "revealed", ballot: text, tracker, revealed: writeRevealed(poll, tracker, answers) };
    },

    forget() {
      finish();
      return { type: "forgotten" };
    },

    check({ election, ballot, revealed }) {
      return { type: "checked", ...checkRevealed(makePoll(readElection(election)), ballot, revealed) };
    },

    receipt({ key, uuid, tracker, signature }) {
      return { type: "receipt", signed: isSigned(key, uuid, tracker, signature) };
    },
  };

  function present() {
    if (finished) throw new Refusal("finished", "this booth has done its work");
    if (!voter) throw new Refusal("closed", "no election and card were opened");
    return voter;
  }

  function finish() {
    voter = undefined;
    finished = true;
  }

  return (message) => {
    try {
      const type = message !== null && typeof message === "object" ? message.type : undefined;
      if (typeof type !== "string" || !Object.keys(acts).includes(type)) throw new Refusal("message", "not a message of this protocol");
      return acts[type](message);
    } catch (error) {
      if (error instanceof Refusal) return { type: "error", kind: error.kind, reason: error.message, ...error.place };
      // Its words might hold a secret.
      return { type: "error", kind: "fault", reason: "the voter's program has a fault" };
    }
  };
}

function unsealed() {
  throw new Refusal("unsealed", "the ballot was not sealed");
}

const isBelow = (value, limit) => Number.isInteger(value) && value >= 0 && value < limit;
