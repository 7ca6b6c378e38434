// Loaded by every page of the back office: `/` goes to the search field, `j` and `k` move through a list, Enter opens.
import { start as countdowns } from "./countdown.js";
import { start as forms } from "./form.js";

countdowns();
forms();

const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

function move(step) {
  const links = Array.from(document.querySelectorAll("main tbody th a"));
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
  links[next].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
  if (event.key === "/") {
    const search = document.querySelector("main input[inputmode=search], main input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});
