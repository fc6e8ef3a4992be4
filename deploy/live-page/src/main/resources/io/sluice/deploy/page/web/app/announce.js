// Tells a screen reader what changed: politely, the newest of each kind, and never more often than every five seconds.

import { byId } from './dom.js';

const PAUSE_MILLIS = 5_000;
const waiting = new Map();
let timer = 0;
let toldAt = 0;

export function announce(kind, text) {
  waiting.delete(kind);
  waiting.set(kind, text);
  if (!timer) timer = setTimeout(tell, Math.max(0, toldAt + PAUSE_MILLIS - Date.now()));
}

function tell() {
  timer = 0;
  toldAt = Date.now();
  byId('announcer').textContent = [...waiting.values()].join(' ');
  waiting.clear();
}
