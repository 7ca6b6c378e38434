// Making and showing elements. Texts are always set as text.

// An element; attributes that begin with "on" are listeners, false and undefined ones are left out.
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== false));
  return element;
}

export const button = (words, press, quiet) => h("button", { type: "button", class: quiet ? "quiet" : "", onclick: press }, words);
export const p = (...words) => h("p", {}, ...words);
export const notice = (words, kind = "") => h("p", { class: `notice ${kind}` }, words);

// Puts a screen in place of the last one: its heading gets the focus, so that a screen reader begins there.
export function show(heading, ...content) {
  const main = document.getElementById("main"), title = h("h1", { tabindex: "-1" }, heading);
  main.textContent = "";
  main.className = "";
  main.append(title, ...content.filter((child) => child !== undefined && child !== false));
  document.title = heading;
  window.scrollTo(0, 0);
  title.focus();
  return main;
}

// Tells a screen reader something that happens elsewhere on the page.
export function say(words) {
  document.getElementById("said").textContent = words;
}

// Replaces the words of an element, and says them only when they changed.
export function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
