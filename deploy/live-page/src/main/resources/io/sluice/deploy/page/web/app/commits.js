// The commits as they land, and where each partition of each table is: its offset and the age of its oldest uncommitted record.

import { get } from './api.js';
import { byId, el, reconcile, setText, tableHead } from './dom.js';
import { bytes, count, duration, exactTime, time } from './format.js';
import { every, panel } from './frames.js';
import { commitKey, on, store, takeCommits } from './store.js';

const REFRESH_MILLIS = 5_000;
// Older than this is worth a look; tables commit every few seconds up to a minute.
const OLD_MILLIS = 120_000;
const SHOWN = 100;

let partitions = [];
let drawing;
let partitionRows;
let commitRows;

export function startCommits() {
  partitionRows = tableHead(byId('commits-partitions'), 'Partitions', [['Table'], ['Topic and partition'], ['Committed offset', 'n'], ['Oldest uncommitted', 'n']]);
  commitRows = tableHead(byId('commits-table'), 'Commits, newest first', [['At'], ['Table'], ['No.', 'n'], ['Topic and partition'], ['Offsets', 'n'], ['Files', 'n'], ['Rows', 'n'], ['Size', 'n']]);
  drawing = panel(byId('commits'), draw, () => drawing.draw());
  byId('commits-filter').addEventListener('change', () => {
    drawing.draw();
    load();
  });
  on('commits', drawing.draw);
  on('state', state => reconcile(byId('commits-filter'), ['', ...state.tables || []], each => each, each => el('option', { value: each, text: each || 'all' })));
  on('reload', load);
  every(REFRESH_MILLIS, drawing, loadPartitions);
}

async function load() {
  await ask(200);
}

const loadPartitions = () => ask(1);

async function ask(limit) {
  try {
    const answer = await get('/api/commits', { table: byId('commits-filter').value, limit });
    partitions = answer.partitions || [];
    takeCommits(answer.commits || []);
  } catch (problem) {
    setText(byId('commits-count'), problem.message);
  }
}

function draw() {
  const table = byId('commits-filter').value;
  const mine = each => !table || each.table === table;
  const shown = store.commits.filter(mine).slice(0, SHOWN);
  reconcile(partitionRows, partitions.filter(mine), each => `${each.table}/${each.topic}/${each.partition}`, () => row(4, [2, 3]), (node, each) => {
    fill(node, [each.table, place(each), count(each.offset), duration(each.oldestUncommittedAgeMillis)]);
    node.cells[3].dataset.alarm = each.oldestUncommittedAgeMillis > OLD_MILLIS;
  });
  reconcile(commitRows, shown, commitKey, () => row(8, [2, 4, 5, 6, 7]), (node, each) => {
    fill(node, [time(each.at), each.table, count(each.number), place(each), offsets(each), count(each.files), count(each.rows), bytes(each.bytes)]);
    node.cells[0].title = exactTime(each.at);
  });
  setText(byId('commits-count'), shown.length ? `the last ${shown.length}` : 'none yet');
}

const place = each => each.topic ? `${each.topic}-${each.partition}` : '–';
const offsets = each => each.firstOffset === null || each.firstOffset === undefined ? '–' : `${count(each.firstOffset)} – ${count(each.lastOffset)}`;

const row = (cells, numeric) => el('tr', {}, ...Array.from({ length: cells }, (_, i) => el('td', { class: numeric.includes(i) ? 'n' : 'numbers' })));

function fill(row, values) {
  values.forEach((value, i) => setText(row.cells[i], value ?? '–'));
}
