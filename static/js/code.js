// The coding page: the editor with its keys, drafts, reset. Without this module it is a plain form.
import { announce } from "./announce.js";
import { composing } from "./keyboard.js";
import { edit } from "../vendor/codemirror/editor.min.js";
import { keepDrafts } from "./code/drafts.js";
import { remembered } from "./code/remembered.js";
import "./code/verdict.js";

const form = document.getElementById("code-form");
const area = form.elements.source;
const button = (what) => form.querySelector(`button[name="do"][value="${what}"]`);

// The words below the editor say what Tab does now.
const tab = remembered("mianjing.tab");
const hint = document.getElementById("editor-hint");
const usual = [...hint.childNodes];
const sayTab = (moves) => hint.replaceChildren(...(moves && hint.dataset.moves ? [hint.dataset.moves] : usual));
const moves = tab.read() === "moves";
sayTab(moves);

const editor = edit(area, {
  nonce: document.querySelector("script[nonce]")?.nonce ?? "",
  moves,
  toggled: (now) => {
    tab.write(now ? "moves" : null);
    sayTab(now);
    announce(hint.textContent.trim());
  },
});
const drafts = keepDrafts(form, area, editor);

const wanted = (event) => {
  if (event.altKey) return null;
  if (event.key === "F2") return event.ctrlKey || event.metaKey || event.shiftKey ? null : "run";
  if (!event.ctrlKey && !event.metaKey) return null;
  if (event.key === "'") return "run"; // on some keyboards only with Shift
  if (event.shiftKey) return null;
  return { enter: "submit", s: "save" }[event.key.toLowerCase()] ?? null;
};

// Before everybody else, the editor above all, which has a meaning of its own for some of these.
document.addEventListener("keydown", (event) => {
  const what = composing(event) ? null : wanted(event);
  if (!what) return;
  const field = event.target.closest?.("input, select, textarea");
  const elsewhere = document.querySelector("dialog[open]") || (field && field.form !== form);
  if (elsewhere && what !== "save") return;
  event.preventDefault();
  event.stopPropagation();
  if (event.repeat) return;
  button(what)?.click();
}, { capture: true });

button("save")?.addEventListener("click", (event) => {
  event.preventDefault();
  drafts.save();
});

// The server can undo until the draft is changed by hand.
area.addEventListener("input", () => button("undo")?.remove(), { once: true });

// No question asked: what was there comes back with one press, or with undo in the editor.
let undo = null;
const reset = button("reset");
reset?.addEventListener("click", (event) => {
  event.preventDefault();
  const before = area.value;
  const starter = document.getElementById("starter").content.textContent;
  if (before === starter) return;
  editor.replace(starter);
  undo?.remove();
  undo = document.createElement("button");
  undo.type = "button";
  undo.className = reset.className;
  undo.textContent = reset.dataset.undo;
  undo.addEventListener("click", () => {
    undo.remove();
    editor.replace(before);
    editor.focus();
  });
  reset.after(undo);
  announce(undo.textContent);
});

addEventListener("mianjing:restore", ({ detail }) => {
  editor.replace(detail.source);
  editor.focus();
});
