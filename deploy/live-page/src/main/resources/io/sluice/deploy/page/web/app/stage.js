// One stage of the picture as a card: what it is, how it is, how fast, how far behind, for whom it waits. What to do about a failure stands below the picture.

import { el, reconcile, setAttribute, setText, show, svg } from './dom.js';
import { bytes, bytesPerSecond, count, duration, known, lag, rate, short, words } from './format.js';
import { paint, setStateWord, sign, stateOf, stateWord } from './signs.js';

const UNITS = { window: 'bars/s', table: 'rows/s' };
const KEPT_RATES = 60;
const MOST_FACTS = 10;
const SPARK_WIDTH = 120;
const SPARK_HEIGHT = 22;

export function stageCard() {
  const parts = {
    name: el('h4', { class: 'stage-name' }),
    state: stateWord('unknown'),
    rate: el('span', { class: 'stage-rate numbers' }),
    unit: el('span', { class: 'unit' }),
    bytes: el('span', { class: 'numbers quiet' }),
    line: svg('polyline', { class: 'spark-line', fill: 'none' }),
    facts: el('dl', { class: 'facts' }),
    waits: el('p', { class: 'stage-waits' }),
    cause: el('p', { class: 'stage-cause' }),
  };
  const spark = svg('svg', { class: 'spark', viewBox: `0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, parts.line);
  const card = el('li', { class: 'stage' },
    el('div', { class: 'stage-head' }, parts.name, parts.state),
    el('p', { class: 'stage-speed' }, el('span', {}, parts.rate, parts.unit), parts.bytes),
    spark, parts.facts, parts.waits, parts.cause);
  card.rates = [];
  card.shown = new Set();
  card.parts = parts;
  return card;
}

export function updateStage(card, stage, names) {
  const { parts } = card;
  const state = stateOf(stage.state);
  setAttribute(card, 'data-state', state);
  setText(parts.name, stage.name);
  parts.name.title = stage.name;
  setStateWord(parts.state, state);
  setText(parts.rate, rate(stage.recordsPerSecond));
  setText(parts.unit, known(stage.recordsPerSecond) ? ' ' + (UNITS[stage.kind] || 'records/s') : '');
  setText(parts.bytes, known(stage.bytesPerSecond) ? bytesPerSecond(stage.bytesPerSecond) : '');
  reconcile(parts.facts, facts(card, stage), fact => fact[0], newFact, setFact);
  const waits = waiting(stage, names);
  setText(parts.waits, waits);
  show(parts.waits, waits !== '');
  setText(parts.cause, stage.failure ? stage.failure.cause || 'no cause was given' : '');
  setAttribute(parts.cause, 'title', stage.failure?.cause);
  show(parts.cause, Boolean(stage.failure));
}

/** Once for each state that came, however often it is drawn. */
export function pushRate(card, stage) {
  card.rates.push(known(stage.recordsPerSecond) ? stage.recordsPerSecond : 0);
  if (card.rates.length > KEPT_RATES) card.rates.shift();
}

export function drawSpark(card) {
  const { rates } = card;
  const most = Math.max(1, ...rates);
  const points = rates.map((value, index) => {
    const x = SPARK_WIDTH * (KEPT_RATES - rates.length + index) / (KEPT_RATES - 1);
    const y = SPARK_HEIGHT - 2 - (SPARK_HEIGHT - 4) * value / most;
    return x.toFixed(1) + ',' + y.toFixed(1);
  });
  setAttribute(card.parts.line, 'points', points.join(' '));
}

function waiting(stage, names) {
  if (stage.waitsFor) return `Waits for ${names.get(stage.waitsFor) || stage.waitsFor}${stage.waitReason ? ': ' + stage.waitReason : ''}`;
  return stage.waitReason ? `Waiting: ${stage.waitReason}` : '';
}

/** Zeros are left out, as there are many; but what was shown once stays, so that the card does not jump. */
function facts(card, stage) {
  const all = [];
  if (stage.lag) all.push(['lag', lag(stage.lag), exactLag(stage.lag)]);
  if (known(stage.records)) all.push(['total', short(stage.records), count(stage.records)]);
  if (known(stage.bytes)) all.push(['size', bytes(stage.bytes), count(stage.bytes) + ' bytes']);
  for (const [name, value] of Object.entries(stage.detail || {})) {
    if (value === null || value === undefined || (value === 0 && !card.shown.has(name))) continue;
    card.shown.add(name);
    all.push(detail(name, value));
  }
  return all.slice(0, MOST_FACTS);
}

/** The unit is in the name. */
function detail(name, value) {
  if (!known(value)) return [words(name), String(value), String(value)];
  if (name.endsWith('Millis')) return [words(name.slice(0, -6)), duration(value), count(value) + ' ms'];
  return [words(name), /bytes/i.test(name) ? bytes(value) : short(value), count(value)];
}

const exactLag = of => known(of.value) ? `${count(of.value)} ${of.unit}` : '';

const newFact = () => el('div', {}, el('dt'), el('dd', { class: 'numbers' }));

function setFact(node, [name, value, exact]) {
  setText(node.firstElementChild, name);
  setText(node.lastElementChild, value);
  setAttribute(node.lastElementChild, 'title', exact || null);
}

/** The pill on a line: who moves the records, and how it is. */
export function flowPill() {
  return el('li', { class: 'pill' }, sign('unknown'), el('span', { class: 'pill-name' }), el('span', { class: 'unseen' }));
}

/** The pipeline's own name before the others' is left out: it is the same for all. */
export function updatePill(pill, flow, names, pipeline) {
  const state = stateOf(flow.state);
  const [mark, via, told] = pill.children;
  setAttribute(pill, 'data-state', state);
  paint(mark, state);
  setText(via, (flow.via || '').startsWith(pipeline + '-') ? flow.via.slice(pipeline.length + 1) : flow.via);
  const said = `from ${names.get(flow.from)} to ${names.get(flow.to)}: ${state}`;
  setText(told, said);
  setAttribute(pill, 'title', `${flow.via || ''} ${said}`.trim());
}
