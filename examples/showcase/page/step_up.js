// The password, once more, for what demands a login that is fresher than this one.

import { Refusal, request } from "./wire.js";
import { $, clear, refusal, worded } from "./view.js";

// Asks until the password is right or the user gives up, and tells which.
export function asker(subject) {
  return (why) => {
    $("again-why").replaceChildren(...worded(why.message));
    $("confirm").elements.user.value = subject();
    clear("again-answer");
    $("again").returnValue = "";
    $("again").showModal();
    return new Promise((resolve, reject) => {
      $("confirm").onsubmit = (event) => {
        event.preventDefault();
        confirm().catch(reject);
      };
      $("again").onclose = () => resolve($("again").returnValue === "confirmed");
    });
  };
}

async function confirm() {
  const password = $("again-password").value;
  $("again-password").value = "";
  try {
    await request("POST", "/c/confirm", { body: { password } });
    $("again").close("confirmed");
  } catch (error) {
    // The session itself is over: nothing is left to confirm.
    if (error instanceof Refusal && error.isEnd) throw error;
    refusal("again-answer", error);
    $("again-password").focus();
  }
}

$("again-cancel").addEventListener("click", () => $("again").close());
