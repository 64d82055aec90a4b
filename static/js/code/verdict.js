// The server tells when a verdict is there; htmx asks every second besides, where no stream gets through.
import { announce } from "../announce.js";

let stream = null;
let following;

const follow = () => {
  const result = document.getElementById("result");
  const address = result?.dataset.events;
  if (address === following) return;
  following = address;
  stream?.close();
  if (!address) return;
  result.scrollIntoView({ block: "nearest" });
  announce(result.textContent.trim().split("\n")[0]);
  stream = new EventSource(address);
  stream.addEventListener("status", ({ data, target }) => {
    if (data !== "done") return;
    target.close();
    if (following === address) document.getElementById("result").dispatchEvent(new Event("judged"));
  });
};

document.addEventListener("htmx:after:swap", follow);
follow();
