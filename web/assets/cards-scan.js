// The count of cards with a camera: each public code that is found is sent with the form of the page, and the page's parts are put in anew.
// Without this script, or without a camera, the same form takes what a scanner types.
import { scan } from "./checkin-scan.js";

const panel = document.querySelector("[data-cards-scan]");
const button = document.createElement("button"), video = document.createElement("video"), words = document.createElement("p");
const part = () => document.querySelector("[data-cards-page]");
let camera = null, sound = null;

button.type = "button";
button.className = "quiet";
button.textContent = "用相机扫描";
video.className = "camera";
video.hidden = true;
video.muted = true;
video.setAttribute("playsinline", "");
video.setAttribute("aria-label", "相机画面");
words.setAttribute("role", "status");
panel.append(button, video, words);

// One short high tone for a card that was kept, a long low one for anything else; phones also shake.
function signal(good) {
  if (navigator.vibrate) navigator.vibrate(good ? 60 : [200, 80, 200]);
  if (!sound) return;
  const tone = sound.createOscillator();
  tone.frequency.value = good ? 1200 : 300;
  tone.connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + (good ? 0.08 : 0.4));
}

function stop(why) {
  if (camera) camera.stop();
  camera = null;
  video.hidden = true;
  button.textContent = "用相机扫描";
  words.textContent = why;
}

// What the server's page says of the card, in its own words.
function told(page) {
  const wrong = page.querySelector(".error-summary li"), done = page.querySelector(".notice.good .notice-headline");
  const again = page.querySelector(".notice.warn[role=status] .notice-headline");
  const said = wrong || done || again;
  return { good: !wrong && Boolean(done), text: said ? said.textContent : "页面变了，请看下面。" };
}

async function found(text) {
  const form = part().querySelector('form[action$="/scans"]');
  if (!form) return stop("现在不能再扫，请看下面。");
  words.textContent = "正在记……";
  try {
    const body = new URLSearchParams(new FormData(form));
    body.set("code", text);
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.querySelector("[data-cards-page]");
    if (!fresh) return stop("没有记下：登录可能已经失效，请重新打开本页。");
    const { good, text: said } = told(page);
    part().replaceWith(document.importNode(fresh, true));
    words.textContent = said;
    signal(good);
  } catch (error) {
    words.textContent = "没有记下：连不上服务器。请把这张票再扫一次。";
    signal(false);
  }
  if (camera) camera.next();
}

button.addEventListener("click", async () => {
  if (camera) return stop("");
  const Sound = window.AudioContext || window.webkitAudioContext;
  if (!sound && Sound) sound = new Sound();
  words.textContent = "正在打开相机……";
  video.hidden = false;
  try {
    camera = await scan(video, panel.dataset.scanner, found);
    button.textContent = "关闭相机";
    words.textContent = "把票左边一栏的公开码放进画面。";
  } catch (error) {
    stop(error.message);
  }
});
