// A canvas that fills its box: as sharp as the screen, drawn at most once in a frame, again when its size or the colours change.

import { el } from './dom.js';
import { colour, onTheme } from './theme.js';

const FONT = '11px ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif';
const TINTS = ['surface', 'line', 'grid', 'ink', 'ink-2', 'ink-3', 'accent', 'ok', 'waiting', 'failed', 'unknown', 'up', 'down', 'cut'];

export class Canvas {
  #node = el('canvas');
  #draw;
  #asked = false;
  #box;
  width = 0;
  height = 0;
  tints = {};

  /** draw(context) paints everything in CSS pixels; width, height and tints are set by then. */
  constructor(box, draw) {
    this.#box = box;
    this.#draw = draw;
    box.append(this.#node);
    this.#takeColours();
    onTheme(() => {
      this.#takeColours();
      this.request();
    });
    new ResizeObserver(() => this.request()).observe(box);
  }

  request() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#paint();
    });
  }

  #takeColours() {
    this.tints = Object.fromEntries(TINTS.map(name => [name, colour(name)]));
  }

  #paint() {
    this.width = this.#box.clientWidth;
    this.height = this.#box.clientHeight;
    const ratio = devicePixelRatio || 1;
    const across = Math.round(this.width * ratio);
    const down = Math.round(this.height * ratio);
    if (this.#node.width !== across || this.#node.height !== down) {
      this.#node.width = across;
      this.#node.height = down;
    }
    if (!across || !down) return;
    const context = this.#node.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    context.font = FONT;
    context.textBaseline = 'middle';
    this.#draw(context);
  }
}

/** A line of one pixel that is not smeared over two. */
export function rule(context, x1, y1, x2, y2, tint, dash = []) {
  context.beginPath();
  context.strokeStyle = tint;
  context.lineWidth = 1;
  context.setLineDash(dash);
  context.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  context.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
  context.stroke();
  context.setLineDash([]);
}

export function label(context, text, x, y, tint, align = 'left') {
  context.fillStyle = tint;
  context.textAlign = align;
  context.fillText(text, x, y);
}

/** A text on a ground of its own, at the right of an axis or under it; kept within the canvas. */
export function tag(context, text, x, y, ground, ink, align, width) {
  const wide = context.measureText(text).width + 8;
  const left = Math.max(0, Math.min(align === 'center' ? x - wide / 2 : x, width - wide));
  context.fillStyle = ground;
  context.fillRect(left, y - 8, wide, 16);
  label(context, text, left + 4, y + 0.5, ink);
}
