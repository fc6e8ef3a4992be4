// What went wrong, newest first; each links to the record or the file it is about.

import { announce } from './announce.js';
import { get } from './api.js';
import { byId, el, reconcile, setText, show, tableHead } from './dom.js';
import { count, exactTime, time, words } from './format.js';
import { panel } from './frames.js';
import { fileLink, recordLink } from './record.js';
import { setStateWord, stateWord } from './signs.js';
import { on, problemKey, store, takeProblems } from './store.js';

const SHOWN = 200;
const SIGNS = { 'dead-letter': 'failed', 'failed-task': 'failed', 'failed-file': 'failed', error: 'failed', invalid: 'waiting', late: 'waiting' };

let loaded = false;

export function startProblems() {
  const rows = tableHead(byId('problems-table'), 'Problems, newest first', [['At'], ['Kind'], ['Reason'], ['Where']]);
  const drawing = panel(byId('problems'), () => draw(rows), () => drawing.draw());
  byId('problems-kind').addEventListener('change', drawing.draw);
  on('problems', come => {
    // History is not news.
    if (loaded && come.length) announce('problems', `${come.length} new ${come.length === 1 ? 'problem' : 'problems'}: ${come.at(-1).reason}`);
    drawing.draw();
  });
  on('reload', async () => {
    try {
      loaded = false;
      takeProblems((await get('/api/problems', { limit: SHOWN })).problems || []);
    } catch (problem) {
      setText(byId('problems-count'), problem.message);
    }
    loaded = true;
  });
}

function draw(rows) {
  const kind = byId('problems-kind').value;
  const matching = store.problems.filter(each => !kind || each.kind === kind);
  reconcile(rows, matching.slice(0, SHOWN), problemKey, newRow, setRow);
  setText(byId('problems-count'), matching.length ? count(matching.length) + (matching.length > SHOWN ? `, the newest ${SHOWN} listed` : '') : '');
  show(byId('problems-empty'), matching.length === 0);
  show(byId('problems-table'), matching.length > 0);
}

function newRow(problem) {
  const place = el('td', { class: 'where' });
  if (problem.topic && Number.isFinite(problem.offset)) place.append(recordLink(problem));
  if (problem.file) place.append(fileLink(problem));
  if (!place.childNodes.length) place.append('–');
  return el('tr', {}, el('td', { class: 'numbers' }), el('td', {}, stateWord('unknown')), el('td', { class: 'reason' }), place);
}

function setRow(row, problem) {
  setText(row.cells[0], time(problem.at));
  row.cells[0].title = exactTime(problem.at);
  setStateWord(row.cells[1].firstElementChild, SIGNS[problem.kind] || 'unknown', words(problem.kind));
  setText(row.cells[2], problem.reason);
}
