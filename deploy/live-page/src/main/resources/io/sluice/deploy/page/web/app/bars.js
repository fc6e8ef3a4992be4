// The bars' section: which key and window, history from the back end, then what closes live; the figures of one bar in words.

import { aborted, get, latest } from './api.js';
import { Candles } from './candles.js';
import { byId, el, reconcile, setAttribute, setText, show, tableHead } from './dom.js';
import { count, exactTime, short } from './format.js';
import { panel } from './frames.js';
import { Series } from './series.js';
import { on, store } from './store.js';

const PAGE = 1000;
const TABLE_ROWS = 20;

const series = new Series();
const askHistory = latest();
const askKeys = latest();
let candles = null;
let drawing = null;
let key = '';
let level = '';
let changed = true;
let meanwhile = [];
let fits = false;
let older = 'more';
let pointed = null;
let failure = '';
let asking = false;
let keysTimer = 0;

export function startBars() {
  drawing = panel(byId('bars'), draw, () => candles ??= new Candles(byId('bars-chart'), { onOlder: loadOlder, onPointed: point }));
  on('state', state => {
    buildWindows(state.windows || []);
    drawing.draw();
  });
  on('bars', takeLive);
  on('reload', reload);
  const input = byId('bars-key');
  input.addEventListener('change', () => choose(input.value.trim(), level));
  input.addEventListener('focus', () => suggest(''));
  input.addEventListener('input', () => {
    clearTimeout(keysTimer);
    keysTimer = setTimeout(() => {
      // A suggestion that was picked is chosen at once, without leaving the field.
      if ([...byId('bars-keys').options].some(each => each.value === input.value)) choose(input.value, level);
      else suggest(input.value.trim());
    }, 150);
  });
  byId('bars-details').addEventListener('toggle', drawing.draw);
}

export function nextWindow() {
  const windows = store.state?.windows || [];
  if (windows.length) choose(key, windows[(windows.indexOf(level) + 1) % windows.length]);
}

function buildWindows(windows) {
  reconcile(byId('bars-windows'), windows, each => each,
    each => el('button', { type: 'button', text: each, onclick: () => choose(key, each) }));
  if (!windows.includes(level) && windows.length) choose(key, windows[0]);
}

async function reload() {
  if (!key) {
    try {
      const { keys = [] } = await get('/api/keys', { limit: 1 });
      if (!key && keys.length) {
        byId('bars-key').value = keys[0];
        key = keys[0];
      }
    } catch (problem) {
      failure = problem.message;
      drawing.draw();
      return;
    }
  }
  loadHistory(true);
}

function choose(nextKey, nextWindow) {
  if (nextKey === key && nextWindow === level) return;
  key = nextKey;
  level = nextWindow;
  loadHistory();
}

async function suggest(query) {
  try {
    const { keys = [] } = await askKeys(signal => get('/api/keys', { query, limit: 50 }, signal));
    byId('bars-keys').replaceChildren(...keys.map(each => el('option', { value: each })));
  } catch (problem) {
    if (!aborted(problem)) byId('bars-keys').replaceChildren();
  }
}

/** @param keep show what is there until the answer comes: it is the same key and window */
async function loadHistory(keep = false) {
  if (!keep) {
    series.clear();
    fits = false;
    pointed = null;
  }
  older = 'more';
  changed = true;
  failure = '';
  meanwhile = [];
  drawing.draw();
  if (!key || !level) return;
  asking = true;
  try {
    const { bars = [] } = await askHistory(signal => get('/api/bars', { key, window: level, limit: PAGE }, signal));
    series.clear();
    series.add(bars);
    series.add(meanwhile);
    changed = true;
    asking = false;
  } catch (problem) {
    if (aborted(problem)) return;
    asking = false;
    failure = problem.message;
  }
  drawing.draw();
}

async function loadOlder() {
  if (older !== 'more' || !series.bars.length) return;
  older = 'asked';
  const of = key + '/' + level;
  try {
    const { bars = [] } = await get('/api/bars', { key, window: level, to: series.bars[0].start, limit: PAGE });
    if (of !== key + '/' + level) return;
    const earlier = bars.filter(bar => bar.start < series.bars[0].start);
    older = earlier.length ? 'more' : 'none';
    changed = series.add(earlier) || changed;
    drawing.draw();
  } catch {
    // Not now: the next scroll to the left asks again.
    older = 'more';
  }
}

function takeLive({ bars = [], skipped = 0 }) {
  // More closed than the stream carries: ask for what is shown.
  if (skipped > 0 && drawing.visible) loadHistory(true);
  const mine = bars.filter(bar => bar.key === key && bar.window === level);
  if (!key && bars.length) reload();
  if (!mine.length) return;
  if (asking) meanwhile.push(...mine);
  changed = series.add(mine) || changed;
  drawing.draw();
}

function point(at) {
  if (at === pointed) return;
  pointed = at;
  drawing.draw();
}

function draw() {
  if (candles && changed) {
    candles.set(series.bars, fits);
    fits = series.bars.length > 0;
    changed = false;
  }
  for (const button of byId('bars-windows').children) setAttribute(button, 'aria-pressed', button.dataset.key === level);
  const bar = (pointed !== null && series.bars.find(each => each.start === pointed)) || series.last;
  drawLegend(bar);
  setAttribute(byId('bars-chart'), 'aria-label', series.last
    ? `Candlesticks of ${key}, ${level}: ${series.bars.length} bars, the last closed at ${series.last.close}`
    : 'Candlesticks: none yet');
  setText(byId('bars-empty'), failure || (series.bars.length || asking ? '' : emptyReason()));
  show(byId('bars-empty'), !series.bars.length && byId('bars-empty').textContent !== '');
  const totals = store.state?.totals || {};
  setText(byId('bars-counts'), `late ${short(totals.late)} · invalid ${short(totals.invalid)}`);
  if (byId('bars-details').open) drawTable();
}

function emptyReason() {
  if (!(store.state?.windows || []).length) return 'This pipeline has no windows.';
  if (!key) return 'No bar has closed yet.';
  return `No bars of ${key} in ${level}.`;
}

const FIGURES = [['O', 'open', 'open'], ['H', 'high', 'high'], ['L', 'low', 'low'], ['C', 'close', 'close'], ['V', 'volume', 'volume'],
  ['VWAP', 'vwap', 'volume-weighted average price'], ['rows', 'count', 'rows in the window']];

function drawLegend(bar) {
  const all = bar ? [
    ['at', '', exactTime(bar.start).slice(0, 19) + ' UTC', null],
    ...FIGURES.map(([name, field, long]) => [field, name, field === 'count' ? count(bar.count) : bar[field] ?? '–', long]),
  ] : [];
  if (bar?.gap) all.push(['gap', '', 'no rows in this window', null]);
  reconcile(byId('bars-legend'), all, each => each[0], () => el('span', {}, el('abbr'), el('span')), (node, [, name, value, long]) => {
    setText(node.firstElementChild, name);
    setAttribute(node.firstElementChild, 'title', long);
    setText(node.lastElementChild, value);
  });
}

function drawTable() {
  const box = byId('bars-table');
  const table = box.firstElementChild || box.appendChild(el('table', { class: 'grid' }));
  const body = table.tBodies[0] || tableHead(table, 'The last bars, newest first', [['Start (UTC)'], ['Open', 'n'], ['High', 'n'], ['Low', 'n'], ['Close', 'n'], ['Volume', 'n'], ['VWAP', 'n'], ['Rows', 'n']]);
  reconcile(body, series.bars.slice(-TABLE_ROWS).reverse(), bar => bar.start,
    () => el('tr', {}, ...Array.from({ length: 8 }, (_, i) => el('td', { class: i ? 'n' : 'numbers' }))),
    (row, bar) => [exactTime(bar.start).slice(0, 23), bar.open, bar.high, bar.low, bar.close, bar.volume, bar.vwap, count(bar.count)]
      .forEach((value, i) => setText(row.cells[i], value ?? '–')));
}
