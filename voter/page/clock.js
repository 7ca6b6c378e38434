// The server's time on a phone whose clock is wrong, and what a countdown says.

// Learns from each answer how far the phone's clock is off; the quickest answer is the best measure.
export function makeClock(now) {
  let offset = 0, best = Infinity, last, standing = false;
  return {
    // In a rehearsal the server's clock stands between two answers.
    standStill() {
      standing = true;
    },
    learn(serverTime, sent, received) {
      last = serverTime;
      const took = received - sent;
      if (took < 0 || took > best) return;
      best = took;
      offset = serverTime - (sent + received) / 2;
    },
    now: () => (standing && last !== undefined ? last : now() + offset),
  };
}

// What is left of a window, in words. Milliseconds.
export function remaining(left) {
  const seconds = Math.max(0, Math.ceil(left / 1000)), minutes = Math.floor(seconds / 60), rest = String(seconds % 60);
  return `剩余 ${minutes} 分 ${rest.length < 2 ? "0" + rest : rest} 秒`;
}

// When a screen reader is told how much is left, in minutes.
const MOMENTS = [10, 5, 3, 1];

// The moment that was passed between two looks, in minutes, or undefined. Milliseconds.
export const passed = (before, left) => MOMENTS.find((minutes) => before > minutes * 60000 && left <= minutes * 60000 && left > 0);
