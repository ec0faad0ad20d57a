// What the buttons do.

import { Refusal, csrfValue, renew, request, wire } from "./wire.js";
import { $, answer, clear, log, refusal, showIn, showOut, showSessions } from "./view.js";
import { asker } from "./step_up.js";
import * as live from "./socket.js";

const tabs = new BroadcastChannel("session");
const RENEWING = new Set(["/c/refresh", "/c/confirm"]);
const stepUp = asker(() => me?.subject ?? "");
let me;

// A listener that keeps its button from working twice at once, and shows what went wrong.
function busy(button, answerId, act) {
  return async (event) => {
    event.preventDefault();
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    clear(answerId);
    try {
      await act(event);
    } catch (error) {
      if (error instanceof Refusal && error.isEnd) leave(error);
      else refusal(answerId, error);
    } finally {
      button.ariaBusy = "false";
    }
  };
}

const onClick = (id, answerId, act) => $(id).addEventListener("click", busy($(id), answerId, act));
const onSubmit = (id, answerId, act) => {
  $(id).addEventListener("submit", busy($(id).querySelector("[type=submit]"), answerId, act));
};

async function enter() {
  me = await request("GET", "/c/me");
  showIn(me);
  const { sessions } = await request("GET", "/c/sessions");
  showSessions(sessions, ender);
}

function leave(why) {
  me = undefined;
  showOut();
  if (why) refusal("notice", why);
}

// Whether there is a session; where the CSRF value is missing there is none to ask for.
async function look() {
  if (csrfValue() === undefined) return leaveQuietly();
  try {
    await enter();
  } catch (error) {
    if (error instanceof Refusal && error.isEnd) leave(error);
    else refusal("notice", error);
  }
}

function leaveQuietly() {
  const had = me;
  leave();
  if (had) answer("notice", "bad", "Logged out.", "Another tab has ended this session.");
}

function ender(button, session) {
  return busy(button, "sessions-answer", async () => {
    await request("DELETE", `/c/sessions/${encodeURIComponent(session.id)}`);
    await enter();
    answer("sessions-answer", "good", "Ended.", "Whoever used that session is logged out now.");
  });
}

async function transfer(forged) {
  if (!$("transfer").reportValidity()) return;
  const body = { amount: $("amount").valueAsNumber };
  const { transferred } = await request("POST", "/c/transfer", { body, forged, stepUp });
  answer("transfer-answer", "good", `Transferred ${transferred}.`);
}

onSubmit("login", "notice", async () => {
  const body = { user: $("user").value, password: $("password").value };
  $("password").value = "";
  await request("POST", "/c/login", { body });
  await enter();
  tabs.postMessage("in");
});

onClick("logout", "notice", async () => {
  await request("POST", "/c/logout");
  leave();
  answer("notice", "good", "Logged out.", "The tokens are void, here and in every other tab.");
  tabs.postMessage("out");
});

onClick("ask", "who-answer", enter);

onClick("renew", "who-answer", async () => {
  await renew();
  answer("who-answer", "good", "Renewed.", "The refresh token has given way to its successor.");
});

onSubmit("transfer", "transfer-answer", () => transfer(false));
onClick("forged", "transfer-answer", () => transfer(true));

onClick("recent", "recent-answer", async () => {
  await request("GET", "/c/recent", { stepUp });
  answer("recent-answer", "good", "Open.", "The password was typed a moment ago.");
});

// Script is not told why a handshake is refused: a request before it renews what has expired.
onClick("socket-open", "socket-answer", async () => {
  me = await request("GET", "/c/me");
  showIn(me);
  live.open({
    onMessage: (words) => answer("socket-answer", "good", "It says:", words),
    onEnd: (code, reason, byUs) => {
      log("socket closed", `${code} ${reason}`.trim(), byUs);
      if (me && !byUs) look();
    },
  });
});

onSubmit("say", "socket-answer", () => {
  live.say($("words").value);
  $("words").value = "";
});

wire.addEventListener("exchange", ({ detail: { method, path, ok, status, body } }) => {
  const place = path.replace(/(?<=\/sessions\/).+/, "…");
  log(`${method} ${place}`, [status, body?.code].filter(Boolean).join(" "), ok);
  // Another token: what the page tells of it is out of date.
  if (ok && RENEWING.has(path)) look();
});
tabs.addEventListener("message", look);
look();
