// Drafts: the server keeps one; this browser keeps what the server does not have yet.
import { announce } from "../announce.js";
import { remembered } from "./remembered.js";

const PAUSE = 1500;
const LONGEST = 60_000;

export const keepDrafts = (form, area, editor) => {
  const output = document.getElementById("draft-state");
  const words = document.createElement("span");
  const here = remembered(`mianjing.draft.${form.dataset.code}`);
  let served = area.defaultValue; // what the server has
  let flushed = null; // what was sent, or handed in, without waiting for an answer
  let offered; // an earlier text of this browser that nobody has decided on
  let kept = true; // whether this browser could keep the text
  let sending = false;
  let failures = 0;
  let signedOut = false;
  let aloud = false;
  let timer = 0;

  // Always to be seen; spoken only when asked for or when something is wrong, not at every pause.
  output.setAttribute("aria-live", "off");
  words.append(...output.childNodes);
  output.append(words);
  const show = (state) => {
    const now = output.dataset[state];
    if (state !== "saving" && (aloud || (["offline", "out"].includes(state) && words.textContent !== now))) announce(now);
    if (state !== "saving") aloud = false;
    output.dataset.state = state;
    words.textContent = now;
  };

  const troubled = () => (!failures || !kept ? "unsaved" : signedOut ? "out" : "offline");
  const unsent = () => area.value !== served;
  // A text nobody has decided on is never overwritten by a newer one.
  const note = () => {
    const source = unsent() ? area.value : undefined;
    const empty = source === undefined && offered === undefined;
    kept = here.write(empty ? null : { source, at: Date.now(), other: offered });
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, Math.min(PAUSE * 2 ** failures, LONGEST));
  };
  const changed = () => {
    note();
    show(troubled());
    later();
  };

  const save = async () => {
    clearTimeout(timer);
    if (sending) return;
    if (!unsent()) { show("saved"); return; }
    const source = area.value;
    sending = true;
    show("saving");
    const body = new URLSearchParams({ source, base: served });
    // Signed out, the server may lead to its login page instead of refusing.
    const reply = await fetch(form.dataset.draft, {
      method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(15_000),
    }).catch(() => null);
    sending = false;
    // The draft there is not the one this page knows: another tab wrote it, or we did, unheard.
    const theirs = reply?.status === 409 ? await reply.text() : undefined;
    failures = reply?.ok || theirs !== undefined ? 0 : failures + 1;
    signedOut = reply?.status === 401;
    if (theirs !== undefined) {
      served = theirs;
      if (theirs !== flushed && offered === undefined) offer(theirs, output.dataset.elsewhere);
    }
    if (reply?.ok) served = source;
    if (!failures) note();
    if (!unsent()) show("saved");
    else {
      show(troubled());
      later();
    }
  };
  // A page that is left is hidden too; by then its text is on its way.
  const again = () => {
    if (unsent() && !(document.hidden && flushed === area.value)) save();
  };

  // Before the next page is asked for, so that it already knows; once more where that never happens.
  const flush = (event) => {
    if (unsent() && flushed !== area.value) {
      flushed = area.value;
      navigator.sendBeacon(form.dataset.draft, new URLSearchParams({ source: flushed, base: served }));
    }
    // Neither the server nor this browser has it: only then is leaving worth a question.
    if (event.type === "beforeunload" && unsent() && failures && !kept) event.preventDefault();
  };

  const choice = (text, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small";
    button.textContent = text;
    button.addEventListener("click", () => {
      const source = offered;
      offered = undefined;
      button.parentElement.remove();
      act(source);
      note();
      editor.focus();
    });
    return button;
  };
  const offer = (source, why) => {
    offered = source;
    const box = document.createElement("span");
    box.className = "offer";
    box.append(
      why,
      choice(output.dataset.restore, editor.replace),
      choice(output.dataset.keep, () => {}),
    );
    output.append(box);
    announce(why);
  };

  const found = here.read() ?? {};
  const newer = found.at > Number(form.dataset.savedAt) ? found.source : undefined;
  const text = [newer, found.other].find((one) => one !== undefined && one !== area.value);
  if (text !== undefined) offer(text, output.dataset.local);
  else if ([found.source, found.other].includes(area.value)) note();
  if (unsent()) changed();

  area.addEventListener("input", changed);
  form.addEventListener("formdata", ({ formData }) => {
    formData.set("base", served);
    flushed = area.value;
  });
  addEventListener("beforeunload", flush);
  addEventListener("pagehide", flush);
  addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  return { save: () => { aloud = true; return save(); } };
};
