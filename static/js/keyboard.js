// Buttons, links and inputs name their key in data-key, and data-go after a "g".
let settling = false;
let leader = -Infinity;

document.addEventListener("compositionend", () => {
  settling = true;
  setTimeout(() => { settling = false; });
});

// An input method owns the keyboard while it composes, and for one tick after.
export const composing = (event) => event.isComposing || event.keyCode === 229 || settling;
// What these keys do in the browser itself: follow, press, unfold, tick.
const OWN = { Enter: "a, button, summary", " ": "a, button, summary, input" };
const WRITING = 'textarea, select, [contenteditable="true"], input:not([type=radio], [type=checkbox])';
const off = () => document.documentElement.dataset.keys === "off";
const help = () => document.getElementById("help");

const visible = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
const find = (attribute, key) =>
  [...document.querySelectorAll(`[${attribute}~="${CSS.escape(key)}"]:not(:disabled)`)].find(
    (element) => visible(element) || element.matches(".opt input"));

const press = (element) => {
  if (element.matches("input[type=search], textarea")) {
    element.focus();
    element.select?.();
    return;
  }
  if (element.matches("summary")) {
    const details = element.parentElement;
    details.open = !details.open;
    if (details.open) details.querySelector("textarea, input:not([type=hidden])")?.focus();
    return;
  }
  element.click();
  if (element.matches("input")) element.focus();
};

const showHelp = () => { if (help() && !help().open) help().showModal(); };

// The tips of terms, by focus or under the mouse, which then has to leave before they show again.
const hush = () => {
  for (const term of document.querySelectorAll(".term:is(:hover, :focus)")) {
    term.blur();
    term.classList.add("shut");
    term.addEventListener("pointerleave", () => term.classList.remove("shut"), { once: true });
    term.addEventListener("focus", () => term.classList.remove("shut"), { once: true });
  }
};

const onKey = (event) => {
  if (event.defaultPrevented) return;
  if (composing(event)) {
    // Some browsers send the Enter that ends a composition: it must not hand the form in.
    if (event.key === "Enter" && !event.isComposing && event.target.matches?.("input")) event.preventDefault();
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    // No single key, so it is never switched off; it works inside the answer, not inside the note.
    const hit = !event.repeat && !document.querySelector("dialog[open]") && find("data-key", "mod+enter");
    if (!hit || (event.target.closest(WRITING) && event.target.form !== hit.form)) return;
    event.preventDefault();
    hit.click();
    return;
  }
  if (event.key === "Escape") hush();
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || off()) return;
  if (event.target.closest(WRITING)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (OWN[event.key] && event.target.closest(OWN[event.key])) return;
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const afterLeader = performance.now() - leader < 1500;
  leader = -Infinity;
  if (key === "?") { event.preventDefault(); showHelp(); return; }
  if (key === "g" && !afterLeader) { leader = performance.now(); return; }
  const hit = find(afterLeader ? "data-go" : "data-key", key);
  if (!hit) return;
  event.preventDefault();
  press(hit);
};

export const listen = () => {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]") && help()) {
      event.preventDefault();
      showHelp();
    } else if (event.target === help()) help().close();
  });
};
