// How the page makes and changes elements. Text comes in by textContent only; nothing here parses HTML.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = id => document.getElementById(id);

/** An element with properties, attributes (when the name has a dash or no property is there) and children. */
export function el(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key === 'class') made.className = value;
    else if (key === 'data') Object.assign(made.dataset, value);
    else if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (key === 'text') made.textContent = value;
    else if (key.includes('-') || !(key in made) || key === 'list' || key === 'role') made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** Touches the document only when the text is another: an untouched node costs no layout. */
export function setText(node, text) {
  const next = text === undefined || text === null ? '' : String(text);
  if (node.textContent !== next) node.textContent = next;
}

export function setAttribute(node, name, value) {
  const next = value === undefined || value === null ? null : String(value);
  if (next === null) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== next) {
    node.setAttribute(name, next);
  }
}

export function show(node, visible) {
  if (node.hidden === visible) node.hidden = !visible;
}

/** Rows of a table by key: those that stay are kept, with their focus; the order is that of the items. */
export function reconcile(parent, items, keyOf, create, update) {
  const old = new Map();
  for (const child of parent.children) old.set(child.dataset.key, child);
  const taken = new Set();
  let place = parent.firstElementChild;
  for (const item of items) {
    let key = String(keyOf(item));
    while (taken.has(key)) key += '′';
    taken.add(key);
    let node = old.get(key);
    if (node) {
      old.delete(key);
    } else {
      node = create(item);
      node.dataset.key = key;
    }
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
    if (update) update(node, item);
  }
  for (const gone of old.values()) gone.remove();
}

/** A table's head: [[name, class], …]. */
export function tableHead(table, caption, columns) {
  table.replaceChildren(
    el('caption', { class: 'unseen', text: caption }),
    el('thead', {}, el('tr', {}, ...columns.map(([name, kind]) => el('th', { scope: 'col', class: kind, text: name })))),
    el('tbody'));
  return table.tBodies[0];
}
