// Keeps a page up to date: asks whether anything changed, and only then fetches the page and puts its part in the place of the old one.
const SECONDS = 5;

async function changed(part) {
  const answer = await fetch(part.dataset.live, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error("status " + answer.status);
  return String((await answer.json()).changes) !== part.dataset.changes;
}

async function renew(part) {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error("status " + answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(part.id);
  if (!fresh) return;
  part.innerHTML = fresh.innerHTML;
  part.dataset.changes = fresh.dataset.changes;
  document.dispatchEvent(new Event("renewed"));
}

export function start() {
  const part = document.querySelector("[data-live]");
  if (!part) return;
  const state = document.querySelector("[data-live-state]");
  const say = (words) => {
    if (state && state.textContent !== words) state.textContent = words;
  };
  const look = async () => {
    if (document.hidden) return;
    try {
      if (await changed(part)) {
        await renew(part);
        say("本页刚刚更新。有新进展时会自动更新。");
      } else {
        say("本页有新进展时会自动更新。");
      }
    } catch (error) {
      say("暂时连不上服务器，显示的是先前的内容，正在继续尝试。");
    }
  };
  setInterval(look, SECONDS * 1000);
  document.addEventListener("visibilitychange", look);
  look();
}

start();
