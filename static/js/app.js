// Page behaviour that HTML alone cannot give. Every feature degrades to a plain form or link.
import { announce, settle } from "./announce.js";
import { listen } from "./keyboard.js";
import { arrange } from "./order.js";
import { watch } from "./overflow.js";
import { tick } from "./elapsed.js";
import { followTheme } from "./theme.js";

document.documentElement.classList.add("js");

// An answer handed in without htmx leads to a page of its own below the question's address.
const cameFromForm = () => {
  if (!document.referrer) return false;
  const { origin, pathname } = new URL(document.referrer);
  return origin === location.origin && location.pathname.startsWith(`${pathname}/`) && pathname !== "/";
};

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
refresh();
if (cameFromForm()) settle();

document.addEventListener("htmx:after:swap", () => {
  refresh();
  settle();
});
document.addEventListener("htmx:error", () => announce(document.body.dataset.offline));

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form) form.requestSubmit();
});
