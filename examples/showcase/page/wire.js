// Requests with the session's cookies: the CSRF value, the silent refresh, the step-up.

const CSRF_COOKIE = /(?:^|;\s*)__Host-csrf=([^;]+)/;
const SAFE = new Set(["GET", "HEAD"]);
const ENDED = new Set([
  "token_missing",
  "token_expired",
  "token_invalid",
  "token_revoked",
  "token_used",
]);

// The one thing that script can read of a session.
export const csrfValue = () => document.cookie.match(CSRF_COOKIE)?.[1];

// Tells of every answer that came: an event `exchange`.
export const wire = new EventTarget();

// An answer that is no success.
export class Refusal extends Error {
  constructor({ status, body }) {
    super(body?.detail ?? body?.error ?? "The server gave no reason.");
    this.status = status;
    this.title = body?.title ?? "Refused";
    this.code = body?.code;
    this.error = body?.error;
  }

  get isEnd() {
    return this.status === 401 && ENDED.has(this.code);
  }

  get wantsPassword() {
    return this.status === 401 && this.error === "insufficient_user_authentication";
  }
}

// Sends, renews an expired session once, asks for the password where a login is too old
// (`stepUp`, which tells whether the session is fresh now), and gives the answer's body.
export async function request(method, path, { body, forged = false, stepUp } = {}) {
  const attempt = () => send(method, path, body, forged);
  let answer = await attempt();
  if (mayBeRenewed(answer)) {
    await renewed();
    answer = await attempt();
  }
  if (!answer.ok && new Refusal(answer).wantsPassword && (await stepUp?.(new Refusal(answer)))) {
    answer = await attempt();
  }
  return taken(answer);
}

// A new access token, whatever the state of the present one.
export async function renew() {
  return navigator.locks.request("renewal", async () => taken(await send("POST", "/c/refresh")));
}

function taken(answer) {
  if (!answer.ok) throw new Refusal(answer);
  return answer.body;
}

// The browser drops a cookie once its token has expired, so a missing token is an expired one
// as long as the session's CSRF value is there.
function mayBeRenewed({ status, body }) {
  const code = status === 401 && body?.code;
  return code === "token_expired" || (code === "token_missing" && csrfValue() !== undefined);
}

// However many requests find the token expired: one flight for this page, and one at a time for
// all its tabs. Whoever had to wait asks first whether the work has been done.
let flight;
function renewed() {
  flight ??= navigator.locks
    .request("renewal", async () => {
      const probe = await send("GET", "/c/me");
      if (!probe.ok) taken(await send("POST", "/c/refresh"));
    })
    .finally(() => (flight = undefined));
  return flight;
}

async function send(method, path, body, forged = false) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (!SAFE.has(method) && !forged && csrfValue()) headers["X-CSRF-Token"] = csrfValue();
  const response = await fetch(path, { method, headers, body: JSON.stringify(body) });
  const answer = { ok: response.ok, status: response.status, body: await json(response) };
  wire.dispatchEvent(new CustomEvent("exchange", { detail: { method, path, ...answer } }));
  return answer;
}

async function json(response) {
  const isJson = /[/+]json\b/.test(response.headers.get("Content-Type") ?? "");
  return isJson ? response.json() : undefined;
}
