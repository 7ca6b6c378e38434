// Asking the server, which may be out of reach for hours.
const PATIENCE = 8000;

export async function ask(path, options) {
  const giveUp = new AbortController(), timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const settings = { signal: giveUp.signal, headers: { accept: "application/json" }, redirect: "error" };
    const answer = await fetch(path, Object.assign(settings, options));
    if (answer.ok) return await answer.json();
    throw Object.assign(new Error("status " + answer.status), { status: answer.status });
  } finally {
    clearTimeout(timer);
  }
}

// What an error says about the connection.
export function broken(error) {
  if (!error.status || (error.status >= 502 && error.status <= 504)) return "cut";
  if (error.status === 401 || error.status === 403) return "out";
  return "busy";
}
