// Has pages kept by the service worker, for when there is no network, and what a device kept removed when somebody leaves.
const workers = navigator.serviceWorker;

// Asks the worker; gives its answer. Without a worker it never comes.
async function ask(message) {
  const active = (await workers.ready).active;
  return new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => done(event.data);
    active.postMessage(message, [channel.port2]);
  });
}

async function keep() {
  const page = document.querySelector("[data-keep-for]");
  const words = document.querySelector("[data-keep-words]");
  const say = () => {
    if (words) words.textContent = "本页已保存在这台设备上，没有网络也能再打开。";
  };
  if (!page) return;
  // This is the kept page itself.
  if (document.querySelector("body > .kept")) return say();
  await workers.register("/offline.js");
  const links = Array.from(document.querySelectorAll("a[data-keep]"), (link) => link.getAttribute("href"));
  const kept = await ask({ keep: [page.dataset.keep].concat(links), milliseconds: Number(page.dataset.keepFor) });
  if (kept) say();
}

function forgetting(part) {
  const { forget, forgetPages, forgetWaiting } = part.dataset, form = part.querySelector("form");
  const keys = (beginning) => Object.keys(localStorage).filter((key) => key.startsWith(beginning));
  let warned = false, gone = false;
  form.addEventListener("submit", (event) => {
    if (gone) return;
    event.preventDefault();
    const waiting = keys(forgetWaiting).length;
    if (waiting && !warned) {
      warned = true;
      const line = document.createElement("p");
      line.className = "notice warn";
      line.setAttribute("role", "alert");
      line.textContent = "还有 " + waiting + " 条签到没有送出，请等网络恢复、全部送出以后再退出。一定要现在退出的，再按一次：" +
        "这些签到只留编号在本机，下次用本会场的通行码进入时送出。";
      part.prepend(line);
      return;
    }
    document.dispatchEvent(new Event("forgotten"));
    for (const key of keys(forget)) if (!key.startsWith(forgetWaiting)) localStorage.removeItem(key);
    const leave = () => {
      gone = true;
      form.submit();
    };
    const slow = new Promise((done) => setTimeout(done, 3000));
    const cleared = workers && workers.controller ? ask({ forget: forgetPages }) : Promise.resolve();
    Promise.race([cleared, slow]).then(leave, leave);
  });
}

for (const part of document.querySelectorAll("[data-forget]")) forgetting(part);
// Where there is no worker (WeChat on iPhones, pages without encryption) the page's own words stand.
if (workers) keep().catch(() => undefined);
