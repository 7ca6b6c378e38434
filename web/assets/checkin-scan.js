// Reads codes with the camera: by the browser's own detector, else by jsQR, which is loaded only then.
const EVERY = 150, WIDTH = 640, GONE = 2000;

const refusals = {
  NotAllowedError: "没有得到使用相机的许可。请在浏览器或手机的设置中允许本站使用相机，再按一次。",
  NotFoundError: "这台设备没有可用的相机。",
  NotReadableError: "相机正被别的程序使用。请关闭那个程序，再按一次。",
};
const INSTEAD = "也可以用扫码枪，或输入编号。";

function load(address) {
  return new Promise((done, fail) => {
    if (window.jsQR) return done();
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = () => fail(new Error("扫码程序没有载入。"));
    document.head.append(script);
  });
}

async function reader(address) {
  const formats = window.BarcodeDetector ? await BarcodeDetector.getSupportedFormats() : [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video)).map((code) => code.rawValue)[0];
  }
  await load(address);
  const canvas = document.createElement("canvas"), context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    canvas.width = Math.min(WIDTH, video.videoWidth);
    canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    const code = window.jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" });
    return code ? code.data : undefined;
  };
}

// Shows the camera in `video` and gives each code to `found`; reading pauses until `next` is called. Fails with words for the clerk.
export async function scan(video, address, found) {
  if (!window.isSecureContext || !navigator.mediaDevices) throw new Error("这个页面不是通过 https 打开的，浏览器不允许使用相机。" + INSTEAD);
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    throw new Error((refusals[error.name] || "相机打不开。") + INSTEAD);
  }
  let paused = false, timer = 0;
  const stop = () => {
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  try {
    const look = await reader(address);
    video.srcObject = stream;
    await video.play();
    // A code that is still held up is not read again; one that was gone for a while is.
    let looking = false, last = "", seen = 0;
    timer = setInterval(async () => {
      if (paused || looking || !video.videoWidth) return;
      looking = true;
      const text = await look(video).catch(() => undefined);
      looking = false;
      if (!text && Date.now() - seen > GONE) last = "";
      if (text) seen = Date.now();
      if (!text || paused || text === last) return;
      last = text;
      paused = true;
      found(text);
    }, EVERY);
  } catch (error) {
    stop();
    throw new Error(error.message + INSTEAD);
  }
  return { stop, next: () => { paused = false; } };
}
