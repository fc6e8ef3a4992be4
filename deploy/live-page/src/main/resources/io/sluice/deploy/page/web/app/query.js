// The query box: SQL to the back end, its rows as a table, its refusal as one message.

import { aborted, post } from './api.js';
import { byId, el, reconcile, setText, show } from './dom.js';
import { count, duration } from './format.js';
import { on } from './store.js';

const ROWS_PER_FRAME = 100;
const NUMERIC = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL|DOUBLE|FLOAT|REAL|NUMERIC)/i;

let running = null;
let drawn = 0;

export function startQuery() {
  const sql = byId('query-sql');
  byId('query-form').addEventListener('submit', event => {
    event.preventDefault();
    run(sql.value);
  });
  sql.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run(sql.value);
    }
  });
  byId('query-stop').addEventListener('click', () => running?.abort());
  on('state', state => offer(state.tables || []));
}

/** A table's name as a button that writes a query of it. */
function offer(tables) {
  reconcile(byId('query-tables'), tables, each => each, each => el('button', {
    type: 'button', class: 'chip', text: each,
    onclick: () => {
      byId('query-sql').value = `select * from "${each.replaceAll('"', '""')}" limit 100`;
      byId('query-sql').focus();
    },
  }));
  if (tables.length && !byId('query-sql').value && document.activeElement !== byId('query-sql')) {
    byId('query-sql').value = `select count(*) as total from "${tables[0].replaceAll('"', '""')}"`;
  }
}

async function run(sql) {
  if (!sql.trim()) return refuse('Write a query first.');
  running?.abort();
  const mine = running = new AbortController();
  show(byId('query-error'), false);
  show(byId('query-stop'), true);
  setText(byId('query-status'), 'Running');
  try {
    const answer = await post('/api/query', { sql }, mine.signal);
    if (running === mine) showResult(answer);
  } catch (failure) {
    if (running !== mine) return;
    if (aborted(failure)) setText(byId('query-status'), 'Stopped');
    else refuse(failure.status === 429 ? 'Another query is running. Try again when it has ended.' : failure.message);
  } finally {
    if (running === mine) {
      running = null;
      show(byId('query-stop'), false);
    }
  }
}

function refuse(message) {
  setText(byId('query-status'), '');
  setText(byId('query-error'), message);
  show(byId('query-error'), true);
  show(byId('query-scroll'), false);
}

function showResult({ columns = [], rows = [], truncated, millis }) {
  const numeric = columns.map(column => NUMERIC.test(column.type) && !column.type.endsWith(']'));
  const body = el('tbody');
  byId('query-result').replaceChildren(
    el('caption', { class: 'unseen', text: 'Result' }),
    el('thead', {}, el('tr', {}, ...columns.map((column, i) => el('th', { scope: 'col', class: numeric[i] ? 'n' : '' }, column.name, el('span', { class: 'type', text: column.type }))))),
    body);
  byId('query-scroll').scrollTop = 0;
  show(byId('query-scroll'), columns.length > 0);
  const some = `${count(rows.length)} ${rows.length === 1 ? 'row' : 'rows'} in ${duration(millis)}`;
  setText(byId('query-status'), truncated ? `The first ${some}: there are more. Narrow the query or aggregate.` : some);
  byId('query-status').dataset.alarm = Boolean(truncated);
  append(body, rows, numeric, ++drawn);
}

/** Some rows in each frame, so that a wide result does not hold the page up; a newer result ends it. */
function append(body, rows, numeric, number) {
  if (number !== drawn || !rows.length) return;
  body.append(...rows.slice(0, ROWS_PER_FRAME).map(row => el('tr', {}, ...row.map((value, i) => value === null
    ? el('td', { class: (numeric[i] ? 'n ' : '') + 'null', text: 'null' })
    : el('td', { class: numeric[i] ? 'n' : '', text: value })))));
  if (rows.length > ROWS_PER_FRAME) requestAnimationFrame(() => append(body, rows.slice(ROWS_PER_FRAME), numeric, number));
}
