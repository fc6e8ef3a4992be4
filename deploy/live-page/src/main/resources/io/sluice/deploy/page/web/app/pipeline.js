// The picture of the pipeline: cards in columns, lines between them. Text is HTML and can be read aloud; only the lines (wires.js) are drawn.

import { drawAttention } from './attention.js';
import { byId, el, svg } from './dom.js';
import { panel } from './frames.js';
import { arrange } from './layout.js';
import { sign, STATES } from './signs.js';
import { drawSpark, flowPill, pushRate, stageCard, updatePill, updateStage } from './stage.js';
import { on, store } from './store.js';
import { drawWires, flowKey } from './wires.js';

const picture = byId('picture');
const wires = svg('svg', { class: 'wires', 'aria-hidden': 'true' });
const columnsBox = el('div', { class: 'columns' });
const pills = el('ul', { class: 'pills', 'aria-label': 'Who moves the records' });
const shownStages = new Map();
let shape = '';
let arranged = { columns: [], lines: [] };

export function startPipeline() {
  picture.append(wires, columnsBox, pills);
  byId('legend').append(...STATES.map(state => el('li', { data: { state } }, sign(state), el('span', { text: state }))));
  const drawing = panel(byId('pipeline'), draw);
  on('state', () => {
    rebuildIfOther();
    for (const stage of store.state.stages || []) pushRate(shownStages.get(stage.id), stage);
    drawing.draw();
  });
  new ResizeObserver(connect).observe(picture);
}

/** Cards are made anew only when there are other stages or flows than before. */
function rebuildIfOther() {
  const { stages = [], flows = [] } = store.state;
  const now = JSON.stringify([stages.map(each => [each.id, each.kind]), flows.map(each => [each.from, each.to, each.via])]);
  if (now === shape) return;
  shape = now;
  arranged = arrange(stages, flows);
  shownStages.clear();
  columnsBox.replaceChildren(...arranged.columns.map(column => el('section', { class: 'column' },
    el('h3', { text: column.heading }),
    el('ul', {}, ...column.slots.map(slot => {
      if (!slot.stage) return el('li', { class: 'lane', 'aria-hidden': 'true', data: { slot: slot.id } });
      const card = stageCard();
      card.dataset.slot = slot.id;
      shownStages.set(slot.id, card);
      return card;
    })))));
  columnsBox.style.setProperty('--columns', arranged.columns.length);
  pills.replaceChildren(...arranged.lines.map(() => flowPill()));
}

function draw() {
  const { stages = [], flows = [] } = store.state;
  const names = new Map(stages.map(stage => [stage.id, stage.name]));
  for (const stage of stages) {
    const card = shownStages.get(stage.id);
    updateStage(card, stage, names);
    drawSpark(card);
  }
  const current = new Map(flows.map(flow => [flowKey(flow), flow]));
  arranged.lines.forEach((line, index) => {
    line.flow = current.get(flowKey(line.flow)) || line.flow;
    updatePill(pills.children[index], line.flow, names, store.state.pipeline);
  });
  drawAttention(stages, flows, names);
  connect();
}

const connect = () => drawWires({ picture, wires, columnsBox, pills }, arranged);
