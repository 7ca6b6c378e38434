// What this device keeps: ballots under way and receipts, encrypted or signed, never a grade; the card until it is used.

// A part of the browser's storage, or memory where it is refused; `lasting` says which.
export function makeStore(storage) {
  const memory = new Map(), probe = "sanmin:probe";
  let lasting = false;
  try {
    storage.setItem(probe, "1");
    storage.removeItem(probe);
    lasting = true;
  } catch (error) {
    // Private windows and some applications refuse.
  }
  return {
    lasting: () => lasting,
    get(key) {
      try {
        return lasting ? storage.getItem(key) : memory.get(key) || null;
      } catch (error) {
        return memory.get(key) || null;
      }
    },
    set(key, value) {
      memory.set(key, value);
      try {
        if (lasting) storage.setItem(key, value);
      } catch (error) {
        lasting = false;
      }
    },
    remove(key) {
      memory.delete(key);
      try {
        storage.removeItem(key);
      } catch (error) {
        // Then nothing was there.
      }
    },
  };
}

// The ballots of an election on this device, the newest last. An entry is
// `{ credential, tracker, state, ballot, revealed, receipt, refusal }`, its state one of sending, counted, refused, checking, checked.
export function makeKept(store, uuid) {
  const key = `sanmin:ballots:${uuid}`;

  function all() {
    try {
      const list = JSON.parse(store.get(key) || "[]");
      return Array.isArray(list) ? list.filter((entry) => entry && typeof entry.tracker === "string") : [];
    } catch (error) {
      return [];
    }
  }

  return {
    all,
    lasting: store.lasting,
    latest: () => all().pop(),
    of: (credential) => all().filter((entry) => entry.credential === credential).pop(),
    underWay: () => all().find((entry) => entry.state === "sending" || entry.state === "checking"),
    put(entry) {
      store.set(key, JSON.stringify([...all().filter((other) => other.tracker !== entry.tracker), entry]));
    },
  };
}

// The card until its ballot is cast: a reload before that must not lose it.
export function makeCardSlot(store, uuid) {
  const key = `sanmin:card:${uuid}`;
  return { get: () => store.get(key), set: (card) => store.set(key, card), clear: () => store.remove(key) };
}
