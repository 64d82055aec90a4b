// Results are spoken once by one permanent live region, and focus goes to their heading.
export const announce = (text) => {
  const live = document.getElementById("live");
  if (!live || !text) return;
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
};

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export const settle = () => {
  const head = document.querySelector("[data-focus]:not([data-done])");
  if (!head) return;
  head.dataset.done = "1";
  announce(head.dataset.say || head.textContent.trim());
  const busy = document.activeElement;
  // Whoever goes on ticking stays there, and whoever goes on writing keeps the focus.
  if (busy?.closest("#points")) return;
  if (!busy?.closest("textarea, [contenteditable]")) head.focus({ preventScroll: true });
  head.scrollIntoView({ block: head.dataset.focus === "top" ? "end" : "nearest", behavior: calm() ? "auto" : "smooth" });
};
