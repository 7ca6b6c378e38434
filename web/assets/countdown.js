// Keeps countdowns ticking by the server's clock. Without this module the server's words stand as they were sent.
const MINUTE = 60, HOUR = 3600, DAY = 86400;

// The same words as the server's: the two largest units.
export function span(seconds) {
  const days = Math.floor(seconds / DAY), hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE), rest = seconds % MINUTE;
  if (days) return days + " 天 " + hours + " 小时";
  if (hours) return hours + " 小时 " + minutes + " 分";
  if (minutes) return minutes + " 分 " + rest + " 秒";
  return rest + " 秒";
}

// How far this device's clock is behind the server's, in milliseconds, judged by when the page arrived.
function lag(serverNow) {
  const entry = performance.getEntriesByType("navigation")[0];
  const arrived = performance.timeOrigin + (entry ? entry.responseStart : 0);
  return serverNow - arrived;
}

export function start() {
  // The clock of a rehearsal stands still between two pages, so its countdowns do too.
  if (document.querySelector(".rehearsal")) return;
  for (const line of document.querySelectorAll("[data-countdown]")) {
    const left = line.querySelector(".countdown-left");
    if (!left) continue;
    const target = Number(line.dataset.target), behind = lag(Number(line.dataset.now));
    const tick = () => {
      const seconds = Math.ceil((target - Date.now() - behind) / 1000);
      if (seconds > 0) {
        left.textContent = span(seconds);
      } else {
        line.textContent = line.dataset.arrived;
        clearInterval(timer);
      }
    };
    const timer = setInterval(tick, 1000);
    tick();
  }
}
