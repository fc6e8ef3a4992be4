// The event stream: opens it, notices when it is dead, opens it again. Knows nothing of what the events mean.

const SILENCE_MILLIS = 25_000;
const FIRST_RETRY_MILLIS = 1_000;
const LAST_RETRY_MILLIS = 10_000;
const HIDDEN_MILLIS = 120_000;
const EVENTS = ['state', 'bars', 'commits', 'problems', 'point'];

/** onEvent(name, data), onConnection('connecting' | 'open' | 'live' | 'lost'), onReconnect() before the first event of each connection. */
export function live(url, { onEvent, onConnection, onReconnect }) {
  let source = null;
  let fresh = true;
  let heardAt = Date.now();
  let retryMillis = FIRST_RETRY_MILLIS;
  let retry = 0;
  let hiddenSince = 0;

  function open() {
    close();
    fresh = true;
    heardAt = Date.now();
    const mine = source = new EventSource(url);
    mine.addEventListener('open', () => {
      if (source === mine && fresh) onConnection('open');
    });
    mine.addEventListener('error', () => {
      if (source !== mine) return;
      fresh = true;
      onConnection('lost');
      // CONNECTING: the browser tries again by itself. CLOSED: it was refused and never would.
      if (mine.readyState === EventSource.CLOSED) openLater();
    });
    for (const name of EVENTS) {
      mine.addEventListener(name, event => {
        if (source === mine) heard(name, event);
      });
    }
  }

  function heard(name, event) {
    let data;
    try {
      data = JSON.parse(event.data);
    } catch (failure) {
      console.error(`An event "${name}" is not JSON.`, failure);
      return;
    }
    heardAt = Date.now();
    retryMillis = FIRST_RETRY_MILLIS;
    if (fresh) {
      fresh = false;
      onConnection('live');
      onReconnect();
    }
    onEvent(name, data);
  }

  function close() {
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  function openLater() {
    close();
    retry = setTimeout(open, retryMillis);
    retryMillis = Math.min(retryMillis * 2, LAST_RETRY_MILLIS);
  }

  function openNow() {
    onConnection('connecting');
    open();
  }

  function look() {
    if (document.hidden) {
      hiddenSince ||= Date.now();
      // Nobody looks: give the connection back, and ask again when somebody does.
      if (source && Date.now() - hiddenSince > HIDDEN_MILLIS) close();
      return;
    }
    const wasAway = hiddenSince > 0 && !source;
    hiddenSince = 0;
    if (wasAway) openNow();
    else if (source && Date.now() - heardAt > SILENCE_MILLIS) {
      onConnection('lost');
      open();
    }
  }

  setInterval(look, 1_000);
  document.addEventListener('visibilitychange', look);
  addEventListener('online', openNow);
  addEventListener('pageshow', event => {
    if (event.persisted) openNow();
  });
  open();
}
