// The worker with the cryptography, one message after the other.

// An error with the worker's word for it.
const broken = (kind) => Object.assign(new Error(kind), { kind });

export function makeBooth(address) {
  const worker = new Worker(address), waiting = [];
  let end;

  function fail(kind) {
    end = broken(kind);
    waiting.splice(0).forEach(({ refuse }) => refuse(end));
  }

  worker.onmessage = (event) => {
    const { done, refuse } = waiting.shift() || {};
    if (!done) return;
    if (event.data.type === "error") refuse(broken(event.data.kind));
    else done(event.data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    fail("worker");
  };

  return {
    ask(message) {
      if (end) return Promise.reject(end);
      return new Promise((done, refuse) => {
        waiting.push({ done, refuse });
        worker.postMessage(message);
      });
    },
    end() {
      worker.terminate();
      fail("ended");
    },
  };
}
