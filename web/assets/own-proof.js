// Checks in the browser that one's own entry stands under the published commitment (RFC 6962, section 2.1.1).
const box = document.querySelector("[data-own-proof]");
const encoder = new TextEncoder();
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));

async function hash(kind, ...parts) {
  const bytes = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  bytes[0] = kind;
  parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 1);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export async function root(entry, index, size, path) {
  let [node, last, value] = [index, size - 1, await hash(0, encoder.encode(entry))];
  for (const sibling of path.map(unhex)) {
    if (node & 1 || node === last) {
      value = await hash(1, sibling, value);
      while (node && !(node & 1)) [node, last] = [node >> 1, last >> 1];
    } else {
      value = await hash(1, value, sibling);
    }
    [node, last] = [node >> 1, last >> 1];
  }
  return last === 0 ? hex(value) : "";
}

if (box && window.crypto && crypto.subtle) {
  const [button, verdict] = [box.querySelector("[data-own-proof-start]"), box.querySelector("[data-own-proof-verdict]")];
  box.querySelector("[data-own-proof-words]").textContent = "您的浏览器用下面的凭据自己算一遍，与公布的承诺值比较。";
  button.hidden = false;
  button.addEventListener("click", async () => {
    const proof = JSON.parse(box.dataset.proof);
    const same = (await root(box.dataset.entry, proof.index, proof.size, proof.path)) === box.dataset.root;
    verdict.className = same ? "notice good" : "notice bad";
    verdict.textContent = same
      ? `一致：编号 ${proof.number} 在封存的名册中，共 ${proof.size - 1} 人。`
      : "不一致：请把本页截图，报告活动纪律监督电话。";
  });
}
