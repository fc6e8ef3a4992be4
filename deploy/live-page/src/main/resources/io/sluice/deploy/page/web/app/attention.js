// What has failed, in full below the picture.

import { announce } from './announce.js';
import { byId, el, reconcile, setText, show } from './dom.js';
import { sign } from './signs.js';

/** What needs somebody, in full below the picture: each failure with its cause and its remedy, once, though stage and line both have it. */
export function drawAttention(stages, flows, names) {
  const list = byId('attention');
  const items = new Map();
  const add = (what, failure) => {
    const key = JSON.stringify([failure.task, failure.cause, failure.remedy]);
    if (!items.has(key)) items.set(key, { key, what, failure });
  };
  for (const each of stages) if (each.failure) add(each.name, each.failure);
  for (const each of flows) if (each.failure) add(each.via || `${names.get(each.from)} → ${names.get(each.to)}`, each.failure);
  show(list, items.size > 0);
  reconcile(list, [...items.values()], item => item.key,
    newAttention,
    (node, item) => {
      const [what, remedy] = node.lastElementChild.children;
      const task = item.failure.task && item.failure.task !== item.what ? ` (${item.failure.task})` : '';
      setText(what, `${item.what}${task} failed: ${item.failure.cause || 'no cause was given'}`);
      setText(remedy, item.failure.remedy ? 'Remedy: ' + item.failure.remedy : '');
      show(remedy, Boolean(item.failure.remedy));
    });
}

function newAttention(item) {
  announce('failure', `${item.what} failed.`);
  return el('div', { class: 'attention-item', data: { state: 'failed' } }, sign('failed'), el('div', {}, el('p', { class: 'attention-what' }), el('p', { class: 'remedy' })));
}
