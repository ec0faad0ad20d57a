// What the page shows.

import { Refusal, csrfValue } from "./wire.js";

export const $ = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// The server puts names between backticks.
export function worded(text) {
  return text.split("`").map((part, at) => (at % 2 ? element("code", "", part) : part));
}

// What came of a button, beside that button.
export function answer(id, kind, title, detail = "", note = "") {
  const small = note ? [element("small", "mono", note)] : [];
  $(id).replaceChildren(element("strong", "", title), " ", ...worded(detail), ...small);
  $(id).classList.toggle("bad", kind === "bad");
  $(id).hidden = false;
}

export function clear(id) {
  $(id).hidden = true;
  $(id).replaceChildren();
}

export function refusal(id, error) {
  if (error instanceof Refusal) {
    const note = [error.status, error.code].filter(Boolean).join(" ");
    answer(id, "bad", `${error.title}.`, error.message, note);
  } else {
    answer(id, "bad", "The server cannot be reached.", error.message);
  }
}

export function showOut() {
  $("in").hidden = $("logout").hidden = true;
  $("out").hidden = false;
  $("state").textContent = "Not logged in";
  $("again").close();
  // The next user of this page has no business with it.
  for (const old of $("in").querySelectorAll(".answer")) clear(old.id);
  for (const id of ["who", "sessions"]) $(id).replaceChildren();
  $("user").focus();
}

export function showIn(me) {
  clear("notice");
  $("out").hidden = true;
  $("in").hidden = $("logout").hidden = false;
  $("state").textContent = `Logged in as ${me.subject}`;
  const until = clock.format(Date.now() + me.expires_in * 1000);
  const rows = {
    Name: me.subject,
    Role: me.role,
    Login: me.fresh ? "fresh, straight from the password" : "renewed since the password was typed",
    Token: `until ${until}; renews itself`,
    "Script reads": csrfValue() ? "the CSRF value, and no token" : "nothing",
  };
  const terms = Object.entries(rows);
  $("who").replaceChildren(
    ...terms.flatMap(([term, told]) => [element("dt", "", term), element("dd", "", told)]),
  );
}

// `end` is what a row's button does; it gets the button and the session.
export function showSessions(sessions, end) {
  $("sessions").replaceChildren(...sessions.map((session) => sessionRow(session, end)));
}

function sessionRow(session, end) {
  const [began, used] = [session.began, session.last_used].map((at) => moment.format(at));
  const name = element("span", "name", session.label);
  const row = element("li", "", name, element("span", "when", `began ${began}, last used ${used}`));
  if (session.current) {
    row.append(element("span", "here", "This one"));
    return row;
  }
  const button = element("button", "quiet", "End");
  button.type = "button";
  button.setAttribute("aria-label", `End ${session.label}, began ${began}`);
  button.addEventListener("click", end(button, session));
  row.append(button);
  return row;
}

// The newest first.
export function log(what, outcome, ok) {
  const row = element("li", "", element("time", "mono", clock.format()));
  row.append(element("span", "mono", what), element("span", ok ? "mono" : "mono bad", outcome));
  $("log").prepend(row);
  $("log").hidden = false;
  $("log-empty").hidden = true;
  while ($("log").childElementCount > 50) $("log").lastChild.remove();
}
