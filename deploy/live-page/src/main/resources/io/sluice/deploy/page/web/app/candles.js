// Bars as candlesticks over their volume. Rising bodies are hollow and falling ones filled, so colour is not needed to tell them.
// Drag, arrow keys, Home and End move it, + and – and Ctrl with the wheel zoom it; the bar that is pointed at is told to its owner.

import { Canvas, label, rule, tag } from './canvas.js';
import { linear, ticks, timeStep } from './scale.js';
import { WindowOnBars } from './window-on-bars.js';

const RIGHT = 72;
const BOTTOM = 22;
const TOP = 8;
const VOLUME_SHARE = 0.2;

export class Candles {
  #box;
  #canvas;
  #view = new WindowOnBars();
  #bars = [];
  #digits = 2;
  #pointed = null;
  #pointerY = null;
  #onOlder;
  #onPointed;

  constructor(box, { onOlder, onPointed }) {
    this.#box = box;
    this.#onOlder = onOlder;
    this.#onPointed = onPointed;
    this.#canvas = new Canvas(box, context => this.#draw(context));
    this.#listen();
  }

  /** @param keepPlace it is the same series: what is in sight stays in sight */
  set(bars, keepPlace) {
    if (!keepPlace) this.#view.reset();
    else if (bars.length && this.#bars.length && bars.at(-1).start > this.#bars.at(-1).start) {
      this.#view.grew(bars.filter(bar => bar.start > this.#bars.at(-1).start).length);
    }
    this.#bars = bars;
    this.#digits = digitsOf(bars);
    this.#canvas.request();
  }

  #listen() {
    const box = this.#box;
    let draggedFrom = null;
    box.addEventListener('pointerdown', event => {
      draggedFrom = event.offsetX;
      box.setPointerCapture(event.pointerId);
    });
    box.addEventListener('pointerup', () => {
      draggedFrom = null;
    });
    box.addEventListener('pointermove', event => {
      if (draggedFrom !== null) {
        const bars = (event.offsetX - draggedFrom) / this.#step();
        if (Math.abs(bars) >= 1) {
          draggedFrom = event.offsetX;
          this.#move(Math.round(bars));
        }
      }
      this.#point(this.#indexAt(event.offsetX), event.offsetY);
    });
    box.addEventListener('pointerleave', () => this.#point(null, null));
    box.addEventListener('blur', () => this.#point(null, null));
    // The wheel alone scrolls the page.
    box.addEventListener('wheel', event => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.#zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15);
    }, { passive: false });
    box.addEventListener('keydown', event => this.#press(event));
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { first, last } = this.#view.range(this.#bars.length);
    const act = {
      ArrowLeft: () => this.#point(Math.max(0, (this.#pointed ?? last + 1) - 1), null),
      ArrowRight: () => this.#point(Math.min(this.#bars.length - 1, (this.#pointed ?? last) + 1), null),
      PageUp: () => this.#move(Math.round(this.#view.shown * 0.8)),
      PageDown: () => this.#move(-Math.round(this.#view.shown * 0.8)),
      Home: () => this.#move(this.#bars.length),
      End: () => this.#move(-this.#bars.length),
      '+': () => this.#zoom(1 / 1.3),
      '-': () => this.#zoom(1.3),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
    if (this.#pointed !== null && this.#pointed < first) this.#move(first - this.#pointed);
    if (this.#pointed !== null && this.#pointed > last) this.#move(last - this.#pointed);
  }

  #move(bars) {
    this.#view.move(bars, this.#bars.length);
    if (this.#view.range(this.#bars.length).first < 5) this.#onOlder();
    this.#canvas.request();
  }

  #zoom(factor) {
    this.#view.zoom(factor, this.#bars.length);
    this.#move(0);
  }

  #point(index, y) {
    const inside = index !== null && index >= 0 && index < this.#bars.length ? index : null;
    this.#pointerY = y;
    this.#pointed = inside;
    this.#onPointed(inside === null ? null : this.#bars[inside].start);
    this.#canvas.request();
  }

  #step() {
    return Math.max(1, this.#canvas.width - RIGHT) / Math.round(this.#view.shown);
  }

  #indexAt(x) {
    return x > this.#canvas.width - RIGHT ? null : this.#view.range(this.#bars.length).first + Math.floor(x / this.#step());
  }

  #draw(context) {
    const { first, last } = this.#view.range(this.#bars.length);
    const seen = this.#bars.slice(Math.max(0, first), last + 1).map((bar, i) => figures(bar, Math.max(0, first) + i - first));
    const priced = seen.filter(each => each.priced);
    if (!priced.length) return;
    const { width, height } = this.#canvas;
    const floor = height - BOTTOM;
    const low = priced.reduce((least, each) => Math.min(least, each.low), Infinity);
    const high = priced.reduce((most, each) => Math.max(most, each.high), -Infinity);
    const margin = (high - low || Math.abs(high) || 1) * 0.06;
    const places = {
      right: width - RIGHT, floor, step: this.#step(), low: low - margin, high: high + margin,
      y: linear(low - margin, high + margin, TOP + (floor - TOP) * (1 - VOLUME_SHARE), TOP),
    };
    this.#drawAxes(context, places, first, places.y(priced.at(-1).close));
    this.#drawVolume(context, places, seen);
    for (const each of priced) this.#drawCandle(context, places, each);
    this.#drawLast(context, places, priced.at(-1));
    this.#drawPointer(context, places, first);
  }

  #drawAxes(context, { right, floor, low, high, y, step }, first, taken) {
    const { tints, width, height } = this.#canvas;
    for (const price of ticks(low, high, (floor - TOP) / 56)) {
      rule(context, 0, y(price), right, y(price), tints.grid);
      // Where the last price has its tag there is no room for another.
      if (Math.abs(y(price) - taken) > 14) label(context, price.toFixed(this.#digits), right + 6, y(price), tints['ink-2']);
    }
    const start = this.#bars[Math.max(0, first)].start;
    const length = this.#bars.length > 1 ? Math.max(1, this.#bars.at(-1).start - this.#bars.at(-2).start) : 1_000;
    const every = timeStep(0, length * right / step, right / 90);
    let free = 0;
    for (let i = Math.max(0, first); i < this.#bars.length && (i - first) * step < right; i++) {
      const at = this.#bars[i].start;
      if (at % every !== 0 && Math.floor(at / every) === Math.floor((this.#bars[i - 1]?.start ?? start) / every)) continue;
      const x = (i - first + 0.5) * step;
      rule(context, x, TOP, x, floor, tints.grid);
      const text = timeLabel(at, every);
      const wide = context.measureText(text).width;
      if (x - wide / 2 < free || x + wide / 2 > right) continue;
      label(context, text, x, floor + BOTTOM / 2, tints['ink-2'], 'center');
      free = x + wide / 2 + 12;
    }
    rule(context, 0, floor, width, floor, tints.line);
    rule(context, right, 0, right, height, tints.line);
  }

  #drawVolume(context, { step, floor }, seen) {
    const { tints } = this.#canvas;
    const most = seen.reduce((greatest, each) => Math.max(greatest, each.volume), 0) || 1;
    const scale = (floor - TOP) * (VOLUME_SHARE - 0.03) / most;
    context.globalAlpha = 0.4;
    for (const { column, volume, rises } of seen) {
      const tall = volume * scale;
      context.fillStyle = rises ? tints.up : tints.down;
      context.fillRect(column * step + step * 0.15, floor - tall, Math.max(1, step * 0.7), tall);
    }
    context.globalAlpha = 1;
  }

  #drawCandle(context, { step, y }, { column, open, high, low, close, rises }) {
    const { tints } = this.#canvas;
    const tint = rises ? tints.up : tints.down;
    const x = Math.round((column + 0.5) * step);
    const wide = Math.max(1, 2 * Math.floor(step * 0.35) + 1);
    const top = Math.round(y(Math.max(open, close)));
    const tall = Math.max(1, Math.round(y(Math.min(open, close))) - top);
    rule(context, x, y(high), x, y(low), tint);
    const left = x - (wide - 1) / 2;
    if (rises && wide > 3 && tall > 2) {
      context.fillStyle = tints.surface;
      context.fillRect(left, top, wide, tall);
      context.strokeStyle = tint;
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, top + 0.5, wide - 1, tall - 1);
    } else {
      context.fillStyle = tint;
      context.fillRect(left, top, wide, tall);
    }
  }

  #drawLast(context, { right, y }, { close, rises }) {
    const { tints, width } = this.#canvas;
    const tint = rises ? tints.up : tints.down;
    rule(context, 0, y(close), right, y(close), tint, [2, 3]);
    tag(context, close.toFixed(this.#digits), right + 2, y(close), tint, tints.cut, 'left', width);
  }

  #drawPointer(context, { right, floor, step, y, low, high }, first) {
    if (this.#pointed === null || !this.#bars[this.#pointed]) return;
    const { tints, width } = this.#canvas;
    const x = (this.#pointed - first + 0.5) * step;
    rule(context, x, TOP, x, floor, tints['ink-3'], [3, 3]);
    tag(context, timeLabel(this.#bars[this.#pointed].start, 1_000), x, floor + BOTTOM / 2, tints['ink-2'], tints.cut, 'center', right);
    const price = this.#pointerY === null ? null : low + (high - low) * (y(low) - this.#pointerY) / (y(low) - y(high));
    if (price === null || price < low || price > high) return;
    rule(context, 0, this.#pointerY, right, this.#pointerY, tints['ink-3'], [3, 3]);
    tag(context, price.toFixed(this.#digits), right + 2, this.#pointerY, tints['ink-2'], tints.cut, 'left', width);
  }
}

/** Decimals come as text and stay so everywhere but here, where a pixel is all that is asked for. A gap has no prices. */
function figures(bar, column) {
  const [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map(each => each === null || each === undefined || each === '' ? NaN : Number(each));
  return { column, open, high, low, close, volume: Number(bar.volume) || 0, rises: close >= open, priced: [open, high, low, close].every(Number.isFinite) };
}

/** As many decimals as the prices have. */
function digitsOf(bars) {
  let digits = 0;
  for (const bar of bars.slice(-200)) digits = Math.max(digits, String(bar.close ?? '').replace(/0+$/, '').split('.')[1]?.length ?? 0);
  return Math.min(8, Math.max(2, digits));
}

/** Bars are of UTC, as windows are. */
function timeLabel(at, step) {
  const text = new Date(at).toISOString();
  if (step >= 86_400_000 || at % 86_400_000 === 0) return text.slice(0, 10);
  return step >= 60_000 ? text.slice(11, 16) : text.slice(11, at % 1_000 === 0 ? 19 : 23);
}
