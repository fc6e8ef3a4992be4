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

/** Of the stages as they are drawn below: two numbers for one thing would be one too many. */
function sum(kind, field) {
  const values = (store.state?.stages || []).filter(stage => stage.kind === kind).map(stage => stage[field]).filter(known);
  return values.length ? values.reduce((all, value) => all + value, 0) : null;
}

function figures() {
  const totals = store.state?.totals || {};
  const read = sum('directory', 'recordsPerSecond');
  const volume = sum('directory', 'bytesPerSecond');
  const bars = sum('window', 'recordsPerSecond');
  const written = sum('table', 'recordsPerSecond');
  return [
    { name: 'read', value: rate(read), unit: unit(read, 'records/s') },
    { name: 'volume', value: bytes(volume), unit: unit(volume, '/s') },
    { name: 'bars', value: rate(bars), unit: unit(bars, '/s') },
    { name: 'written', value: rate(written), unit: unit(written, 'rows/s') },
    { name: 'latency', value: duration(store.points.at(-1)?.latencyMillis) },
    { name: 'late', value: short(totals.late), exact: count(totals.late), alarm: totals.late > 0 },
    { name: 'invalid', value: short(totals.invalid), exact: count(totals.invalid), alarm: totals.invalid > 0 },
    { name: 'dead letters', value: short(totals.deadLetters), exact: count(totals.deadLetters), alarm: totals.deadLetters > 0 },
  ];
}
