// The last hour: volume, records in and rows out, latency, errors. The same figures stand in a table, with those under the pointer.

import { get } from './api.js';
import { byId, el, reconcile, setAttribute, setText, show, tableHead } from './dom.js';
import { bytesPerSecond, count, duration, known, per, rate, time } from './format.js';
import { panel } from './frames.js';
import { Panes } from './panes.js';
import { on, store, takePoints } from './store.js';

const HOUR = 3_600_000;
const LINES = [
  { name: 'Volume', field: 'bytesPerSecond', tint: 'accent', area: true, write: bytesPerSecond },
  { name: 'Records read', field: 'recordsPerSecond', tint: 'accent', write: value => per(value, '/s') },
  { name: 'Rows written', field: 'rowsPerSecond', tint: 'ok', dash: 'dashed', write: value => per(value, '/s') },
  { name: 'Bars closed', field: 'barsPerSecond', tint: 'unknown', dash: 'dotted', write: value => per(value, '/s') },
  { name: 'Latency', field: 'latencyMillis', tint: 'waiting', area: true, write: duration },
  { name: 'Errors', field: 'errors', tint: 'failed', bars: true, write: count },
];
const PANES = [
  { title: 'Volume', write: bytesPerSecond, lines: [LINES[0]] },
  { title: 'Records, rows and bars per second', write: rate, lines: [LINES[1], LINES[2], LINES[3]] },
  { title: 'Latency, and errors as strokes', write: duration, lines: [LINES[4], LINES[5]] },
];

let panes = null;
let pointed = null;
let failure = '';

export function startThroughput() {
  const drawing = panel(byId('throughput'), draw, () => panes ??= new Panes(byId('throughput-chart'), {
    panes: PANES,
    span: HOUR,
    writeTime: time,
    onPointed: point => {
      pointed = point;
      drawing.draw();
    },
  }));
  on('points', drawing.draw);
  on('reload', async () => {
    try {
      failure = '';
      takePoints((await get('/api/history')).points || []);
    } catch (problem) {
      failure = problem.message;
      drawing.draw();
    }
  });
  const body = tableHead(byId('throughput-figures'), 'Figures of the last hour', [['Figure'], ['Now', 'n'], ['Mean', 'n'], ['Peak', 'n']]);
  reconcile(body, LINES, line => line.field, line => el('tr', {},
    el('th', { scope: 'row' }, el('span', { class: 'swatch', data: { tint: line.tint, dash: line.dash || 'solid' } }), line.name),
    el('td', { class: 'n' }), el('td', { class: 'n' }), el('td', { class: 'n' })));
}

function draw() {
  const { points } = store;
  panes?.set(points);
  const table = byId('throughput-figures');
  setText(table.tHead.rows[0].cells[1], pointed ? time(pointed.at) : 'Now');
  for (const row of table.tBodies[0].rows) {
    const line = LINES.find(each => each.field === row.dataset.key);
    const values = points.map(point => point[line.field]).filter(known);
    const sum = values.reduce((a, b) => a + b, 0);
    setText(row.cells[1], line.write((pointed || points.at(-1))?.[line.field] ?? null));
    setText(row.cells[2], line.field === 'errors' ? `${count(sum)} in all` : line.write(values.length ? sum / values.length : null));
    setText(row.cells[3], line.write(values.length ? values.reduce((a, b) => Math.max(a, b)) : null));
  }
  setText(byId('throughput-empty'), points.length ? '' : failure || 'The first figures come within five seconds.');
  show(byId('throughput-empty'), !points.length);
  setAttribute(byId('throughput-chart'), 'aria-label', `Throughput and latency over the last hour, ${points.length} points; the table above has the figures`);
}
