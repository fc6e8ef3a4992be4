// The page's head: which pipeline, in which phase, for how long, and whether the page still hears it.

import { announce } from './announce.js';
import { byId, setText, show } from './dom.js';
import { duration } from './format.js';
import { always } from './frames.js';
import { stateWord, setStateWord } from './signs.js';
import { on, store } from './store.js';

const PHASES = { starting: 'idle', running: 'ok', stopping: 'waiting', stopped: 'idle', failed: 'failed' };
const CONNECTIONS = { connecting: ['unknown', 'Connecting'], open: ['waiting', 'Connected, nothing heard yet'], live: ['ok', 'Live'], lost: ['failed', 'Connection lost, trying again'] };

let connection = 'connecting';
let phase = '';
let drawAgain = () => {};

export function startHead() {
  const phaseSign = stateWord('unknown');
  byId('phase').append(phaseSign);
  const connectionSign = stateWord('unknown');
  byId('connection').replaceChildren(connectionSign);
  drawAgain = always(() => draw(phaseSign, connectionSign));
  on('state', () => {
    tellPhase();
    drawAgain();
  });
  drawAgain();
}

export function setConnection(next) {
  if (next === connection) return;
  connection = next;
  if (next !== 'open') announce('connection', next === 'live' ? 'The page is live.' : CONNECTIONS[next][1] + '.');
  drawAgain();
}

function tellPhase() {
  if (phase && phase !== store.state.phase) announce('phase', `The pipeline is ${store.state.phase}.`);
  phase = store.state.phase;
}

function draw(phaseSign, connectionSign) {
  const [sign, word] = CONNECTIONS[connection];
  setStateWord(connectionSign, sign, word);
  byId('connection').dataset.state = connection;
  document.body.dataset.connection = connection;
  const state = store.state;
  if (!state) return;
  setText(byId('pipeline-name'), state.pipeline);
  document.title = (state.phase === 'running' ? '' : `${state.phase}: `) + `${state.pipeline} · Sluice`;
  setStateWord(phaseSign, PHASES[state.phase] || 'unknown', state.phase);
  setText(byId('uptime'), state.startedAt > 0 ? 'up ' + duration(state.at - state.startedAt) : '');
  const reason = state.phase === 'running' ? '' : state.phaseReason || (state.phase === 'failed' ? 'no reason was given' : '');
  setText(byId('banner'), reason ? `The pipeline is ${state.phase}: ${reason}` : '');
  byId('banner').dataset.state = state.phase;
  show(byId('banner'), Boolean(reason));
}
