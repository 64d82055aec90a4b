// Time spent on a question, for the eye only: the server measures for itself.
let timer = 0;

export const tick = () => {
  clearInterval(timer);
  const clock = document.querySelector("[data-elapsed]");
  if (!clock) return;
  const start = performance.now() - 1000 * Number(clock.dataset.elapsed);
  const show = () => {
    const seconds = Math.floor((performance.now() - start) / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  show();
  timer = setInterval(show, 1000);
};
