// The pipeline's figures in one line: what goes in, what comes out, how late, and what was left out.

import { byId, el, reconcile, setAttribute, setText } from './dom.js';
import { bytes, count, duration, known, rate, short } from './format.js';
import { panel } from './frames.js';
import { on, store } from './store.js';

export function startTotals() {
  const list = byId('totals');
  const drawing = panel(list, () => reconcile(list, figures(), each => each.name,
    () => el('div', {}, el('dt'), el('dd', {}, el('span', { class: 'numbers' }), el('span', { class: 'unit' }))), set));
  on('state', drawing.draw);
  on('points', drawing.draw);
}

function set(node, { name, value, unit, exact, alarm }) {
  const [shown, measured] = node.lastElementChild.children;
  setText(node.firstElementChild, name);
  setText(shown, value);
  setText(measured, unit ? ' ' + unit : '');
  setAttribute(node, 'title', exact);
  setAttribute(node, 'data-alarm', alarm ? 'true' : null);
}

const unit = (value, name) => known(value) ? name : '';

function figures() {
  const point = store.points.at(-1) || {};
  const totals = store.state?.totals || {};
  return [
    { name: 'read', value: rate(point.recordsPerSecond), unit: unit(point.recordsPerSecond, 'records/s') },
    { name: 'volume', value: bytes(point.bytesPerSecond), unit: unit(point.bytesPerSecond, '/s') },
    { name: 'bars', value: rate(point.barsPerSecond), unit: unit(point.barsPerSecond, '/s') },
    { name: 'written', value: rate(point.rowsPerSecond), unit: unit(point.rowsPerSecond, 'rows/s') },
    { name: 'latency', value: duration(point.latencyMillis) },
    { name: 'late', value: short(totals.late), exact: count(totals.late), alarm: totals.late > 0 },
    { name: 'invalid', value: short(totals.invalid), exact: count(totals.invalid), alarm: totals.invalid > 0 },
    { name: 'dead letters', value: short(totals.deadLetters), exact: count(totals.deadLetters), alarm: totals.deadLetters > 0 },
  ];
}
