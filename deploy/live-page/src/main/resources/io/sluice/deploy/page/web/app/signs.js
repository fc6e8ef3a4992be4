// A state as shape and word; the colour comes from the style sheet by data-state. Each state has an outline of its own.

import { el, setAttribute, setText, svg } from './dom.js';

const PATHS = {
  ok: [['circle', { cx: 8, cy: 8, r: 7, class: 'sign-fill' }], ['path', { d: 'M4.8 8.3l2.2 2.2 4.2-4.7', class: 'sign-cut' }]],
  waiting: [['path', { d: 'M8 1L15.3 14.2H.7z', class: 'sign-fill' }], ['path', { d: 'M8 5.6v4M8 11.6v.6', class: 'sign-cut' }]],
  idle: [['circle', { cx: 8, cy: 8, r: 6, class: 'sign-line' }]],
  failed: [['path', { d: 'M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z', class: 'sign-fill' }], ['path', { d: 'M5.5 5.5l5 5M10.5 5.5l-5 5', class: 'sign-cut' }]],
  unknown: [['path', { d: 'M8 1l7 7-7 7-7-7z', class: 'sign-line' }], ['path', { d: 'M8 5v4M8 10.6v.6', class: 'sign-line' }]],
};

export const STATES = ['ok', 'waiting', 'idle', 'failed', 'unknown'];
export const stateOf = state => STATES.includes(state) ? state : 'unknown';

export function sign(state) {
  const mark = svg('svg', { class: 'sign', viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': 'true' });
  paint(mark, state);
  return mark;
}

export function paint(mark, state) {
  const known = stateOf(state);
  if (mark.getAttribute('data-state') === known) return;
  setAttribute(mark, 'data-state', known);
  mark.replaceChildren(...PATHS[known].map(([name, attributes]) => svg(name, attributes)));
}

/** Shape and word together. */
export function stateWord(state) {
  return el('span', { class: 'state', data: { state: stateOf(state) } }, sign(state), el('span', { text: state }));
}

export function setStateWord(node, state, word = state) {
  node.dataset.state = stateOf(state);
  paint(node.firstElementChild, state);
  setText(node.lastElementChild, word);
}
