// What is chosen on this ballot; nothing of it is ever stored.

export function makeFilling(count) {
  const answers = Array.from({ length: count }, () => undefined);
  return {
    answers,
    choose(question, answer) {
      answers[question] = answer;
    },
    graded: () => answers.filter((answer) => answer !== undefined).length,
    complete: () => answers.every((answer) => answer !== undefined),
    // The next question without an answer, seen from one; -1 if there is none.
    nextAfter(question) {
      for (let step = 1; step <= count; step += 1) {
        const at = (question + step) % count;
        if (answers[at] === undefined) return at;
      }
      return -1;
    },
  };
}

// Sends choices to the worker one after another; of several for one question only the last.
export function makeChoosing(ask) {
  const waiting = new Map();
  let running;

  async function run() {
    while (waiting.size > 0) {
      const [question, answer] = waiting.entries().next().value;
      waiting.delete(question);
      await ask({ type: "choose", question, answer });
    }
  }

  return {
    choose(question, answer) {
      waiting.set(question, answer);
      running = running || run().finally(() => (running = undefined));
      // Whoever waits is told; nobody has to.
      running.catch(() => undefined);
    },
    left: () => waiting.size + (running ? 1 : 0),
    // When everything that was chosen is encrypted.
    async settled() {
      while (running) await running;
    },
  };
}

// Where two keyings of a paper ballot differ, counted from 0.
export const differences = (first, second) => first.map((_, at) => at).filter((at) => first[at] !== second[at]);
