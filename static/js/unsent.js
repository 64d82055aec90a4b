// What was written at length and not handed in is not left behind by a key or a link: the browser asks.
// A text with data-kept is on the server as it was rendered; any other is nowhere else yet.
let handedIn = null;

// A form on its way to the server takes its texts along.
export const handIn = (form) => { handedIn = form; };

const unsent = (area) =>
  area.form !== handedIn && area.value.trim() !== ("kept" in area.dataset ? area.defaultValue.trim() : "");

export const holdOn = () => {
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) handIn(event.target);
  });
  addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("#ask textarea, #note textarea")].some(unsent)) event.preventDefault();
  });
};
