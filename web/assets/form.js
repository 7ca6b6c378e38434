// Small helps for forms, all of which work without them too.
export function start() {
  // The list of errors, or the word that it is done, takes the focus.
  const first = document.querySelector("[data-focus]");
  if (first) first.focus();

  for (const form of document.querySelectorAll("form[data-form]")) {
    // Ctrl+Enter (⌘Enter) sends from any field.
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        const button = form.querySelector("button[type=submit]");
        if (button) button.click();
      }
    });
    // A second click while the first is on its way sends nothing.
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = form.method === "post";
    });
    window.addEventListener("pageshow", () => { sent = false; });
  }
}
