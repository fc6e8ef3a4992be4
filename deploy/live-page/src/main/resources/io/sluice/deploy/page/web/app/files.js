// The files: searched and sorted by the back end, drawn only as far as they are in sight, so that ten thousand cost what fifty do.

import { get } from './api.js';
import { byId, el, setAttribute, setText } from './dom.js';
import { ago, bytes, count, exactTime } from './format.js';
import { every, panel } from './frames.js';
import { Pages } from './pages.js';
import { setStateWord, stateWord } from './signs.js';
import { on, store } from './store.js';

const ROW = 30;
const SPARE = 8;
const REFRESH_MILLIS = 2_000;
// Browsers cannot lay out more height than some ten million pixels.
const MOST_ROWS = 300_000;
const SIGNS = { tailing: 'ok', waiting: 'waiting', rotated: 'idle', done: 'idle', failed: 'failed' };
// [name, title, class, what the back end sorts by]
const COLUMNS = [['input', 'Input', ''], ['path', 'Path', 'path', 'path'], ['position', 'Position', 'n'], ['size', 'Size', 'n', 'size'], ['lag', 'Lag', 'n', 'lag'], ['changed', 'Changed', 'n', 'changed'], ['state', 'State', '']];

const scroll = byId('files-scroll');
const rows = [];
const above = el('tr', { 'aria-hidden': 'true' }, el('td', { colSpan: COLUMNS.length, class: 'spacer' }));
const below = el('tr', { 'aria-hidden': 'true' }, el('td', { colSpan: COLUMNS.length, class: 'spacer' }));
const heads = new Map();
let table;
let body;
let drawing;
let pages;
let sort = 'path';
let descending = false;
let searchTimer = 0;

export function startFiles() {
  build();
  drawing = panel(byId('files'), draw, () => drawing.draw());
  pages = new Pages((offset, limit, signal) => get('/api/files', {
    query: byId('files-query').value.trim(), state: byId('files-state').value, offset, limit, sort, descending,
  }, signal), drawing.draw);
  scroll.addEventListener('scroll', drawing.draw, { passive: true });
  new ResizeObserver(drawing.draw).observe(scroll);
  byId('files-query').addEventListener('input', () => {
    clearTimeout(searchTimer);
    searchTimer = setTimeout(restart, 150);
  });
  byId('files-state').addEventListener('change', restart);
  on('reload', () => pages.restart());
  every(REFRESH_MILLIS, drawing, () => {
    const { first, last } = inSight();
    pages.need(first, last, true);
  });
}

/** Another part of the page wants to show one file. */
export function searchFiles(path) {
  byId('files-query').value = path;
  byId('files-state').value = '';
  restart();
  byId('files').scrollIntoView();
  byId('files-query').focus();
}

function restart() {
  scroll.scrollTop = 0;
  pages.restart();
}

function build() {
  const head = el('tr', { 'aria-rowindex': '1' }, ...COLUMNS.map(([name, title, kind, sorts]) => {
    const th = el('th', { scope: 'col', class: kind + ' col-' + name }, sorts ? el('button', { type: 'button', text: title, onclick: () => sortBy(sorts) }) : title);
    if (sorts) heads.set(sorts, th);
    return th;
  }));
  body = el('tbody', {}, above, below);
  table = el('table', { class: 'grid fixed' }, el('caption', { class: 'unseen', text: 'Files' }), el('thead', {}, head), body);
  scroll.append(table);
}

function sortBy(name) {
  descending = sort === name ? !descending : name !== 'path';
  sort = name;
  restart();
  drawing.draw();
}

function inSight() {
  const all = Math.min(pages.matching, MOST_ROWS);
  const first = Math.max(0, Math.min(Math.floor(scroll.scrollTop / ROW) - SPARE, all - 1));
  const last = Math.max(0, Math.min(Math.ceil((scroll.scrollTop + scroll.clientHeight) / ROW) + SPARE, all - 1));
  return { all, first, last };
}

function draw() {
  const { all, first, last } = inSight();
  const shown = all === 0 ? 0 : last - first + 1;
  while (rows.length < shown) rows.push(newRow());
  while (rows.length > shown) rows.pop().remove();
  const now = store.state?.at ?? Date.now();
  rows.forEach((row, index) => {
    setRow(row, pages.at(first + index), now);
    setAttribute(row, 'aria-rowindex', first + index + 2);
    if (row.parentNode !== body) body.insertBefore(row, below);
  });
  setHeight(above, first * ROW);
  setHeight(below, Math.max(0, (all - first - shown) * ROW));
  setAttribute(table, 'aria-rowcount', all + 1);
  for (const [name, th] of heads) setAttribute(th, 'aria-sort', name === sort ? (descending ? 'descending' : 'ascending') : null);
  setText(byId('files-count'), pages.failure || told(all));
  if (all > 0) pages.need(first, last);
}

function told(all) {
  if (pages.total === null) return '';
  if (pages.total === 0) return 'no files yet';
  const some = pages.matching === pages.total ? `${count(pages.total)} files` : `${count(pages.matching)} of ${count(pages.total)} files`;
  return pages.matching > all ? `${some}, the first ${count(all)} listed: narrow the search` : some;
}

function setHeight(row, height) {
  const next = height + 'px';
  if (row.firstElementChild.style.height !== next) row.firstElementChild.style.height = next;
  row.hidden = height === 0;
}

function newRow() {
  const row = el('tr', {}, ...COLUMNS.map(([, , kind]) => el('td', { class: kind })));
  row.cells[1].append(el('span'));
  row.cells[6].append(stateWord('unknown'));
  return row;
}

function setRow(row, file, now) {
  const cells = row.cells;
  setAttribute(row, 'aria-busy', file ? null : 'true');
  setText(cells[0], file ? file.input : '…');
  setText(cells[1].firstElementChild, file?.path);
  setAttribute(cells[1], 'title', file?.path);
  setSize(cells[2], file?.position);
  setSize(cells[3], file?.size);
  setSize(cells[4], file?.lag);
  setText(cells[5], file ? ago(file.changed, now) : '');
  setAttribute(cells[5], 'title', file?.changed ? exactTime(file.changed) : null);
  const told = file ? (file.reason ? `${file.state}: ${file.reason}` : file.state) : '';
  setStateWord(cells[6].firstElementChild, SIGNS[file?.state] || 'unknown', told);
  setAttribute(cells[6], 'title', file?.reason ? told : null);
}

function setSize(cell, value) {
  setText(cell, bytes(value));
  setAttribute(cell, 'title', Number.isFinite(value) ? `${count(value)} bytes` : null);
}
