// Asks the back end. Every answer is JSON; every failure becomes an Error whose message can be shown as it is.

const LIMIT_MILLIS = 15_000;

export class RefusedError extends Error {
  constructor(message, status) {
    super(message);
    this.name = 'RefusedError';
    this.status = status;
  }
}

export function get(path, parameters = {}, signal) {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') asked.set(name, value);
  }
  const query = asked.toString();
  return ask(query ? path + '?' + query : path, {}, signal);
}

export function post(path, body, signal) {
  return ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }, signal);
}

async function ask(path, options, signal) {
  const limit = AbortSignal.timeout(LIMIT_MILLIS);
  let answer;
  let body;
  try {
    answer = await fetch(path, { ...options, cache: 'no-store', signal: signal ? AbortSignal.any([signal, limit]) : limit });
    body = await answer.text();
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new RefusedError(limit.aborted ? 'No answer within 15 seconds.' : 'The pipeline does not answer.', 0);
  }
  let content = null;
  try {
    content = JSON.parse(body);
  } catch {
    // Told below, with the status.
  }
  if (!answer.ok) throw new RefusedError(content?.error || `The pipeline answered with status ${answer.status}.`, answer.status);
  if (content === null) throw new RefusedError('The answer is not JSON.', answer.status);
  return content;
}

export const aborted = failure => failure?.name === 'AbortError';

/** The newest request of a kind only: a later one ends the one before. */
export function latest() {
  let current = null;
  return ask => {
    current?.abort();
    const mine = current = new AbortController();
    return ask(mine.signal);
  };
}
