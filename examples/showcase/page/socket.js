// The live socket: its state, and why it closed.

import { $ } from "./view.js";

let socket;

// The browser sends the cookie along; `onEnd` is told when the server closes it.
export function open({ onMessage, onEnd }) {
  show("opening", "Opening …");
  socket = new WebSocket("/ws");
  let byUs = false;
  socket.addEventListener("message", ({ data }) => {
    if ($("socket").dataset.state === "open") return onMessage(data);
    show("open", `Open for ${JSON.parse(data).subject}`);
  });
  socket.addEventListener("close", ({ code, reason }) => {
    show("ended", `Closed: ${code}${reason ? ` ${reason}` : ""}`);
    onEnd(code, reason, byUs);
  });
  $("socket-close").onclick = () => {
    byUs = true;
    socket.close(1000, "closed by the page");
  };
}

export function say(words) {
  socket.send(words);
}

function show(state, words) {
  $("socket").dataset.state = state;
  $("socket").textContent = words;
  const live = state === "open";
  $("socket-open").disabled = live || state === "opening";
  $("socket-close").disabled = !live;
  for (const control of $("say").elements) control.disabled = !live;
}
