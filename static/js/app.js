// Page behaviour that HTML alone cannot give. Every feature degrades to a plain form or link.
import { announce, settle } from "./announce.js";
import { listen } from "./keyboard.js";
import { arrange } from "./order.js";
import { watch } from "./overflow.js";
import { tick } from "./elapsed.js";
import { followTheme } from "./theme.js";
import { handIn, holdOn } from "./unsent.js";

document.documentElement.classList.add("js");

// An answer handed in without htmx leads to a page of its own below the question's address.
const cameFromForm = () => {
  if (!document.referrer) return false;
  const { origin, pathname } = new URL(document.referrer);
  return origin === location.origin && location.pathname.startsWith(`${pathname}/`) && pathname !== "/";
};

// What was said once must not be said again on reload, nor a question asked again in the address of
// a form: the address becomes that of the page itself.
const ownAddress = () => {
  const address = new URL(location.href);
  address.searchParams.delete("done");
  address.searchParams.delete("about");
  const ask = document.getElementById("ask");
  if (ask && /\/(redraw|speak)$/.test(address.pathname)) address.pathname = ask.dataset.here;
  if (address.href !== location.href) history.replaceState(history.state, "", address);
};

// The language of the page changes, what was typed into the question stays.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".tools form")) form.elements.next.value = location.pathname + location.search;
  const ask = document.getElementById("ask");
  if (!ask || !form.matches("[data-language-form]")) return;
  event.preventDefault();
  const wanted = document.createElement("input");
  wanted.type = "hidden";
  wanted.name = "switch";
  wanted.value = event.submitter.value;
  ask.append(wanted);
  ask.action = ask.dataset.speak;
  handIn(ask);
  ask.submit();
});

const refresh = () => {
  watch();
  arrange();
  tick();
};

for (const field of document.querySelectorAll("[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

followTheme();
listen();
holdOn();
ownAddress();
refresh();
if (cameFromForm()) settle();

document.addEventListener("htmx:after:swap", () => {
  document.getElementById("offline")?.remove();
  refresh();
  settle();
});
// The server did not answer: said where everybody sees it, until something arrives again.
document.addEventListener("htmx:error", () => {
  if (document.getElementById("offline")) return; // some ask every second
  const text = document.body.dataset.offline;
  const notice = document.createElement("p");
  notice.className = "notice bad";
  notice.id = "offline";
  notice.textContent = text;
  document.getElementById("notice").replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
  announce(text);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form) form.requestSubmit();
});
