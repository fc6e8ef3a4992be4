// The lines of the picture and the names on them, laid over cards that the browser has placed.

import { reconcile, setAttribute, svg } from './dom.js';
import { stateOf } from './signs.js';

export const flowKey = flow => JSON.stringify([flow.from, flow.to, flow.via]);

/** Reads every place first and writes afterwards: one layout. */
export function drawWires({ picture, wires, columnsBox, pills }, { columns, lines }) {
  const frame = picture.getBoundingClientRect();
  const rects = new Map();
  for (const node of columnsBox.querySelectorAll('[data-slot]')) {
    const rect = node.getBoundingClientRect();
    rects.set(node.dataset.slot, {
      left: rect.left - frame.left, right: rect.right - frame.left, middle: rect.top - frame.top + Math.min(rect.height / 2, 44), bottom: rect.bottom - frame.top, top: rect.top - frame.top,
    });
  }
  const stacked = isStacked(rects, columns);
  picture.dataset.stacked = stacked;
  setAttribute(wires, 'width', Math.round(frame.width));
  setAttribute(wires, 'height', Math.round(frame.height));
  reconcile(wires, stacked ? [] : lines, line => flowKey(line.flow), () => svg('path', { class: 'wire' }), (node, line) => {
    setAttribute(node, 'd', pathOf(line.path.map(id => rects.get(id))));
    setAttribute(node, 'data-state', stateOf(line.flow.state));
  });
  placePills(pills, lines, rects, stacked);
}

/** In a narrow window the columns stand one above the other, and no lines are drawn. */
const isStacked = (rects, columns) => {
  const lefts = new Set([...rects.values()].filter(rect => rect.right > rect.left).map(rect => Math.round(rect.left)));
  return columns.length > 1 && lefts.size === 1;
};

function pathOf(places) {
  let path = '';
  for (let i = 1; i < places.length; i++) {
    const from = places[i - 1];
    const to = places[i];
    if (from.left === to.left) {
      // Within a column: straight down from one card to the next, past others on their right.
      const middle = (from.left + from.right) / 2;
      path += to.top >= from.bottom ? `M${middle} ${from.bottom}L${middle} ${to.top}` : `M${middle} ${from.top}L${middle} ${to.bottom}`;
      continue;
    }
    const bend = (to.left - from.right) / 2;
    path += i === 1 ? `M${from.right} ${from.middle}` : `L${from.right} ${from.middle}`;
    path += `C${from.right + bend} ${from.middle} ${to.left - bend} ${to.middle} ${to.left} ${to.middle}`;
  }
  return path;
}

/** Each pill in the first gap of its line, at its own height; those that would overlap move down. */
function placePills(pills, lines, rects, stacked) {
  const taken = [];
  lines.forEach((line, index) => {
    const pill = pills.children[index];
    if (stacked) {
      pill.style.removeProperty('left');
      pill.style.removeProperty('top');
      pill.style.removeProperty('max-width');
      return;
    }
    const from = rects.get(line.path[0]);
    const to = rects.get(line.path[1]);
    const inColumn = from.left === to.left;
    const x = inColumn ? (from.left + from.right) / 2 : (from.right + to.left) / 2;
    let y = inColumn ? (from.bottom + to.top) / 2 : (from.middle + to.middle) / 2;
    while (taken.some(each => Math.abs(each.x - x) < 40 && Math.abs(each.y - y) < 22)) y += 22;
    taken.push({ x, y });
    pill.style.left = x + 'px';
    pill.style.top = y + 'px';
    pill.style.maxWidth = inColumn ? from.right - from.left + 'px' : Math.max(26, to.left - from.right - 8) + 'px';
  });
}
