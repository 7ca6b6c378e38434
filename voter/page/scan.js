// Reads a code with the camera: by the browser's own detector, else by jsQR, which is loaded only then.
import { button, h, notice } from "./dom.js";
import { script } from "./lazy.js";

const EVERY = 200, WIDTH = 640;
const REFUSALS = {
  NotAllowedError: "没有得到使用相机的许可，请在浏览器设置里允许。",
  NotFoundError: "这台设备没有可用的相机。",
  NotReadableError: "相机正被别的程序使用。",
};

async function reader() {
  const formats = window.BarcodeDetector ? await window.BarcodeDetector.getSupportedFormats() : [];
  if (formats.includes("qr_code")) {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video)).map((code) => code.rawValue)[0];
  }
  await script("jsQR.js");
  const canvas = h("canvas"), context = canvas.getContext("2d");
  return async (video) => {
    canvas.width = Math.min(WIDTH, video.videoWidth);
    canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const image = context.getImageData(0, 0, canvas.width, canvas.height), code = window.jsQR(image.data, image.width, image.height, { inversionAttempts: "dontInvert" });
    return code ? code.data : undefined;
  };
}

// A button that opens the camera, and the picture; each text read goes to `found`, which says true when it will do.
export function scanner(found) {
  const place = h("div", {});
  let stop = () => undefined;

  async function open() {
    stop();
    place.textContent = "";
    const video = h("video", { playsinline: true, muted: true, "aria-label": "相机画面" });
    video.muted = true;
    let stream;
    try {
      if (!navigator.mediaDevices) throw new Error("none");
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      return place.append(notice(`${REFUSALS[error.name] || "相机打不开。"}请改为在下面输入。`));
    }
    let timer = 0, looking = false;
    stop = () => {
      clearInterval(timer);
      stream.getTracks().forEach((track) => track.stop());
      place.textContent = "";
    };
    place.append(video);
    try {
      const look = await reader();
      video.srcObject = stream;
      await video.play();
      timer = setInterval(async () => {
        // Another screen has taken the place of this one.
        if (!document.body.contains(video)) return stop();
        if (looking || !video.videoWidth) return;
        looking = true;
        const text = await look(video).catch(() => undefined);
        looking = false;
        if (text && found(text)) stop();
      }, EVERY);
    } catch (error) {
      stop();
      place.append(notice("扫码程序打不开。请改为在下面输入。"));
    }
  }

  return { element: h("div", {}, button("用相机扫描", open), place), stop: () => stop() };
}
