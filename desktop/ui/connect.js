// Finds the server, remembers it, and hands the window over to its web UI.

const KEY = "natter.server";
const form = document.getElementById("connect");
const field = document.getElementById("address");
const problem = document.getElementById("problem");

/** The origin that a person meant; a bare host means https, one's own machine http. */
function originOf(text) {
  const typed = text.trim().replace(/\/+$/, "");
  const local = /^(localhost|127\.|\[::1\])/.test(typed);
  const full = /^https?:\/\//.test(typed) ? typed : `${local ? "http" : "https"}://${typed}`;
  return new URL(full).origin;
}

/** Opens the server's UI; throws a sentence for a person when there is no Natter. */
async function open(origin) {
  let answer;
  try {
    answer = await fetch(`${origin}/api/v1/server`, { signal: AbortSignal.timeout(8000) });
  } catch {
    throw new Error(`${origin} does not answer. Is the address right, and is the server running?`);
  }
  const info = answer.ok ? await answer.json().catch(() => null) : null;
  if (!info || typeof info.registration !== "string") {
    throw new Error(`${origin} answers, but it is not a Natter server.`);
  }
  localStorage.setItem(KEY, origin);
  window.location.replace(origin);
}

async function attempt(text) {
  problem.hidden = true;
  form.querySelector("button").disabled = true;
  try {
    await open(originOf(text));
  } catch (error) {
    problem.textContent = error instanceof TypeError ? "This is not an address." : error.message;
    problem.hidden = false;
    field.focus();
  } finally {
    form.querySelector("button").disabled = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(field.value);
});

const known = localStorage.getItem(KEY);
field.value = known ?? "http://127.0.0.1:8080";
field.focus();
if (known) attempt(known);
