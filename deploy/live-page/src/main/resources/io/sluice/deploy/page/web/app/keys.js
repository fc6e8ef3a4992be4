// Single keys, as the help dialog lists them. They rest while somebody types, and can be switched off there.

import { byId } from './dom.js';
import { nextWindow } from './bars.js';
import { nextTheme } from './theme.js';

const SECTIONS = ['pipeline', 'bars', 'throughput', 'files', 'commits', 'query', 'problems'];
const STORED = 'sluice.keys';

export function startKeys() {
  const box = byId('keys-on');
  try {
    box.checked = localStorage.getItem(STORED) !== 'off';
  } catch {
    // No storage: on.
  }
  box.addEventListener('change', () => {
    try {
      localStorage.setItem(STORED, box.checked ? 'on' : 'off');
    } catch {
      // For this page only.
    }
  });
  byId('help-open').addEventListener('click', () => byId('help').showModal());
  byId('help-link').addEventListener('click', event => {
    event.preventDefault();
    byId('help').showModal();
  });
  for (const button of document.querySelectorAll('dialog [data-close]')) {
    button.addEventListener('click', () => button.closest('dialog').close());
  }
  for (const dialog of document.querySelectorAll('dialog')) {
    // A click beside the dialog is one on the dialog element itself.
    dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  }
  document.addEventListener('keydown', press);
}

function press(event) {
  const typing = event.target.closest?.('input, textarea, select');
  if (event.key === 'Escape' && typing && !event.target.closest('dialog')) return event.target.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') || !byId('keys-on').checked) return;
  const act = action(event.key);
  if (!act) return;
  event.preventDefault();
  act();
}

function action(key) {
  if (key >= '1' && key <= String(SECTIONS.length) && key.length === 1) return () => goTo(SECTIONS[key - 1]);
  return {
    '/': () => focus('files-query'),
    k: () => focus('bars-key'),
    w: nextWindow,
    s: () => focus('query-sql'),
    t: nextTheme,
    '?': () => byId('help').showModal(),
  }[key];
}

function goTo(id) {
  const section = byId(id);
  const heading = section.querySelector('h2');
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  section.scrollIntoView();
}

function focus(id) {
  const field = byId(id);
  field.closest('section').scrollIntoView();
  field.focus({ preventScroll: true });
  field.select();
}
