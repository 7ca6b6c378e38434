// Checks in the browser that a ballot's hash stands in the public ledger: the entry holds it, the entry is in the tree (RFC 6962), and the
// tree is the one that the ledger has signed, as far as the browser knows such signatures.
import { root } from "./own-proof.js";

const box = document.querySelector("[data-receipt-proof]");
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const hex = (all) => Array.from(all, (byte) => byte.toString(16).padStart(2, "0")).join("");

// true, false, or undefined where the browser does not know Ed25519.
export async function signed(note, key) {
  const [name, id, ...rest] = key.split("+");
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  const prefix = "\u2014 " + name + " ";
  const lines = note.slice(end + 2).split("\n").filter((line) => line.startsWith(prefix));
  const signatures = lines.map((line) => bytes(line.slice(prefix.length))).filter((all) => hex(all.slice(0, 4)) === id);
  if (!signatures.length) return false;
  try {
    const imported = await crypto.subtle.importKey("raw", bytes(rest.join("+")).slice(1), { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, imported, signatures[0].slice(4), new TextEncoder().encode(text));
  } catch (error) {
    return undefined;
  }
}

// What is wrong, or nothing.
export async function wrong(proof, tracker) {
  try {
    return await difference(proof, tracker);
  } catch (error) {
    return "证明的形式不对";
  }
}

async function difference(proof, tracker) {
  const entry = JSON.parse(proof.entry);
  if (entry.type !== "ballots.closed" || entry.uuid !== proof.uuid || !entry.hashes.includes(tracker)) return "账本的这一条里没有您的票";
  const [, size, top] = proof.checkpoint.split("\n");
  const computed = await root(proof.entry, proof.position, Number(size), proof.path);
  if (Number(size) !== proof.size || computed !== hex(bytes(top))) return "这一条不在签过名的账本里";
  return (await signed(proof.checkpoint, proof.log_key)) === false ? "账本的签名不对" : "";
}

async function check() {
  const verdict = box.querySelector("[data-receipt-verdict]");
  const say = (tone, words) => {
    verdict.className = "notice " + tone;
    verdict.textContent = words;
  };
  try {
    const answer = await fetch(box.dataset.receiptProof, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error("status " + answer.status);
    const proof = await answer.json();
    const why = await wrong(proof, hex(bytes(box.dataset.receiptProof.split("/").pop().replace(/-/g, "+").replace(/_/g, "/"))));
    if (why) {
      say("bad", "不一致：" + why + "。请把本页截图，报告活动纪律监督电话。");
    } else {
      const known = (await signed(proof.checkpoint, proof.log_key)) === true;
      say("good", "一致：您的票的指纹在公开账本第 " + proof.position + " 条里，账本共 " + proof.size + " 条。" +
        (known ? "账本的签名正确。" : "您的浏览器不会核对签名，请与大屏幕上的账本短指纹比较。"));
    }
  } catch (error) {
    say("bad", "没有核对成：暂时取不到证明。请检查网络后再按一次。");
  }
}

if (box && window.crypto && crypto.subtle) {
  box.querySelector("[data-receipt-words]").textContent = "您的浏览器取来证明，自己算一遍，与账本签过名的指纹比较。";
  const button = box.querySelector("[data-receipt-start]");
  button.hidden = false;
  button.addEventListener("click", check);
}
