// Light, dark or as the system: chosen, remembered, and told to those who paint on canvases.

import { byId } from './dom.js';

const CHOICES = ['auto', 'light', 'dark'];
const SIGNS = { auto: '◐', light: '☀', dark: '☾' };
const NAMES = { auto: 'as the system', light: 'light', dark: 'dark' };
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = [];

export const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export function onTheme(listener) {
  listeners.push(listener);
}

// The variables hold a pair of colours; which of them counts shows only on an element.
const probe = document.createElement('span');
probe.hidden = true;

/** A colour of the style sheet, as it is now. */
export function colour(name) {
  if (!probe.isConnected) document.body.append(probe);
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

const chosen = () => document.documentElement.dataset.theme || 'auto';

export function nextTheme() {
  const next = CHOICES[(CHOICES.indexOf(chosen()) + 1) % CHOICES.length];
  if (next === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem('sluice.theme', next);
  } catch {
    // No storage: chosen for this page only.
  }
  changed();
}

function changed() {
  const button = byId('theme');
  button.textContent = SIGNS[chosen()];
  button.setAttribute('aria-label', 'Colours: ' + NAMES[chosen()]);
  button.title = 'Colours: ' + NAMES[chosen()] + ' (t)';
  for (const listener of listeners) listener();
}

export function startTheme() {
  byId('theme').addEventListener('click', nextTheme);
  dark.addEventListener('change', changed);
  changed();
}
