// One record in a dialog. It has an address of its own (#record?…), so it can be linked to and the back button closes it.

import { aborted, get, latest } from './api.js';
import { byId, el, tableHead } from './dom.js';
import { searchFiles } from './files.js';
import { count, exactTime } from './format.js';

const PREFIX = '#record?';
const ask = latest();
let opened = false;

export function recordLink({ topic, partition, offset }) {
  const at = new URLSearchParams({ topic, partition: partition ?? 0, offset });
  return el('a', { href: PREFIX + at, text: `${topic}-${partition ?? 0} @ ${count(offset)}`, title: 'Show this record' });
}

export function startRecord() {
  const dialog = byId('record');
  dialog.addEventListener('close', () => {
    if (!location.hash.startsWith(PREFIX)) return;
    // Opened by a link of this page: back to where it was. Opened by its address: only the address goes.
    if (opened) history.back();
    else history.replaceState(null, '', location.pathname);
    opened = false;
  });
  addEventListener('hashchange', () => {
    opened = location.hash.startsWith(PREFIX);
    route();
  });
  route();
}

function route() {
  const dialog = byId('record');
  if (!location.hash.startsWith(PREFIX)) {
    if (dialog.open) dialog.close();
    return;
  }
  const asked = new URLSearchParams(location.hash.slice(PREFIX.length));
  if (!dialog.open) dialog.showModal();
  load(asked.get('topic') || '', asked.get('partition') || '0', asked.get('offset') || '0');
}

async function load(topic, partition, offset) {
  const body = byId('record-body');
  byId('record-title').textContent = `${topic}-${partition} @ ${count(Number(offset))}`;
  body.replaceChildren(el('p', { class: 'quiet', text: 'Reading' }));
  try {
    const record = await ask(signal => get('/api/record', { topic, partition, offset }, signal));
    body.replaceChildren(...content(record));
  } catch (failure) {
    if (!aborted(failure)) body.replaceChildren(el('p', { class: 'message failed', role: 'alert', text: failure.message }));
  }
}

function content(record) {
  const made = [el('dl', { class: 'facts wide' },
    fact('topic', record.topic), fact('partition', record.partition), fact('offset', count(record.offset)),
    fact('timestamp', exactTime(record.timestamp)), fact('key', record.key ?? 'none'), ...origin(record.headers || []))];
  if (record.headers?.length) {
    const table = el('table', { class: 'grid' });
    const rows = tableHead(table, 'Headers', [['Header'], ['Value']]);
    rows.append(...record.headers.map(each => el('tr', {}, el('th', { scope: 'row', text: each.name }), el('td', { class: 'mono', text: each.value ?? 'null' }))));
    made.push(el('h3', { text: 'Headers' }), el('div', { class: 'scroll short', tabIndex: 0, role: 'region', 'aria-label': 'Headers' }, table));
  }
  made.push(el('h3', { text: record.truncated ? 'Value, the first 64 KB' : 'Value' }));
  made.push(record.value === null || record.value === undefined
    ? el('p', { class: 'quiet', text: 'none' })
    : el('pre', { class: 'value', tabIndex: 0, role: 'region', 'aria-label': 'Value', text: record.value }));
  return made;
}

/** The file that a record came from, if its headers say so. */
function origin(headers) {
  const value = name => headers.find(each => each.name === name)?.value;
  const file = value('sluice.file');
  return file ? [el('div', {}, el('dt', { text: 'file' }), el('dd', {}, fileLink({ file, position: Number(value('sluice.offset') ?? NaN) })))] : [];
}

/** Shows a file among the files; a dialog that is open gives way. */
export function fileLink({ file, position }) {
  const at = Number.isFinite(position) ? ` at byte ${count(position)}` : '';
  return el('button', { type: 'button', class: 'link', text: file.slice(file.lastIndexOf('/') + 1) + at, title: `Show this file: ${file}`, onclick: () => showFile(file) });
}

function showFile(file) {
  // The record is left behind, and not gone back from: that would scroll to where it was opened.
  opened = false;
  history.replaceState(null, '', location.pathname);
  byId('record').close();
  searchFiles(file);
}

const fact = (name, value) => el('div', {}, el('dt', { text: name }), el('dd', { class: 'numbers', text: value ?? '–' }));
