// Scripts beside this one that are fetched only when they are needed.

// Only while a script runs for the first time is it known where it stands.
export const folder = document.currentScript.src.replace(/[^/]*$/, "");

const loading = new Map();

export function script(name) {
  if (!loading.has(name)) {
    const loaded = new Promise((done, fail) => {
      const element = document.createElement("script");
      element.src = folder + name;
      element.onload = () => done();
      element.onerror = () => {
        loading.delete(name);
        fail(new Error(name));
      };
      document.head.append(element);
    });
    loading.set(name, loaded);
  }
  return loading.get(name);
}

// A place for the QR code of a text; the text stands beside it, so that a code that does not come is no loss.
export function qr(text, description) {
  const place = document.createElement("div");
  script("qr.js").then(() => place.append(window.sanminQr(text, description) || ""), () => undefined);
  return place;
}
