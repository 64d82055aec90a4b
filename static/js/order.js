// Steps can be moved by buttons or dragged; what is sent are the number fields that stand there
// without this module. A step that is left out has an empty field. Until a step was moved, or the
// order was said to be right as it stands, all fields are empty: nothing was answered yet.
import { announce } from "./announce.js";

const steps = (list) => [...list.querySelectorAll(".step")];
const field = (step) => step.querySelector("input.pos");
const used = (list) => steps(list).filter((step) => !step.classList.contains("unused"));

const asIs = (list) => list.parentElement.querySelector("[data-asis]");

const blank = (list) => {
  steps(list).forEach((step, index) => {
    field(step).value = "";
    step.querySelector(".place").textContent = index + 1;
  });
};

const touched = (list) => {
  if (asIs(list)) asIs(list).hidden = true;
  number(list);
};

const number = (list) => {
  for (const step of steps(list)) {
    if (!step.classList.contains("unused")) continue;
    field(step).value = "";
    step.querySelector(".place").textContent = "–";
  }
  used(list).forEach((step, index) => {
    field(step).value = index + 1;
    step.querySelector(".place").textContent = index + 1;
  });
};

const move = (step, direction) => {
  const list = step.closest(".steps");
  if (direction === "out") {
    step.classList.toggle("unused");
    step.querySelector("[data-move=out]").setAttribute("aria-pressed", step.classList.contains("unused"));
    if (step.classList.contains("unused")) list.append(step);
    else list.insertBefore(step, used(list).at(-2)?.nextSibling ?? list.firstChild);
  } else {
    const other = direction === "up" ? step.previousElementSibling : step.nextElementSibling;
    if (!other || other.classList.contains("unused") || step.classList.contains("unused")) return;
    if (direction === "up") other.before(step); else other.after(step);
  }
  touched(list);
  const place = field(step).value;
  announce(place ? list.dataset.moved.replace("{n}", place) : list.dataset.unused);
};

const drag = (list) => {
  let lifted = null;
  list.addEventListener("dragstart", (event) => {
    lifted = event.target.closest?.(".step") ?? null;
    if (!lifted) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    lifted.classList.add("lifted");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest?.(".step");
    if (!lifted || !over) return;
    event.preventDefault();
    if (over === lifted || over.classList.contains("unused")) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(lifted); else over.after(lifted);
  });
  list.addEventListener("dragend", () => {
    if (!lifted) return;
    lifted.classList.remove("lifted", "unused");
    lifted = null;
    touched(list);
  });
};

export const arrange = () => {
  for (const list of document.querySelectorAll(".steps[data-moved]:not([data-ready])")) {
    list.dataset.ready = "1";
    const typed = steps(list).filter((step) => field(step).value);
    if (typed.length) {
      // Back with what was sent before: empty fields were left out.
      for (const step of steps(list)) step.classList.toggle("unused", !field(step).value);
      steps(list).sort((a, b) => (field(a).value || 99) - (field(b).value || 99)).forEach((step) => list.append(step));
    }
    for (const step of steps(list)) {
      step.draggable = true;
      step.querySelector("[data-move=out]")?.setAttribute("aria-pressed", step.classList.contains("unused"));
    }
    if (typed.length) touched(list); else blank(list);
    asIs(list)?.addEventListener("change", (event) => (event.target.checked ? number(list) : blank(list)));
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      move(button.closest(".step"), button.dataset.move);
      button.focus();
    });
    drag(list);
  }
};
