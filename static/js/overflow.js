// A box that scrolls sideways must be reachable by keyboard; one that fits must not be a tab stop.
const fit = new ResizeObserver((entries) => {
  for (const { target: box } of entries) {
    const wide = box.scrollWidth > box.clientWidth + 1;
    const label = box.matches("pre") ? document.body.dataset.code : document.body.dataset.scroll;
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", label]]) {
      if (wide) box.setAttribute(name, value); else box.removeAttribute(name);
    }
  }
});

export const watch = () => {
  for (const box of document.querySelectorAll(".eq, pre, .scroll")) fit.observe(box);
};
