// Lines over one hour: panes one above the other with one time axis, each from 0 to a round number. The point under the pointer is told to the owner.

import { Canvas, label, rule, tag } from './canvas.js';
import { fromZero, linear, ticks, timeStep } from './scale.js';

const RIGHT = 78;
const BOTTOM = 22;
const GAP = 14;
const TOP = 16;
const DASHES = { solid: [], dashed: [6, 4], dotted: [2, 3] };

export class Panes {
  #canvas;
  #panes;
  #points = [];
  #span;
  #pointed = null;
  #writeTime;
  #onPointed;

  /** panes: [{title, write, lines: [{field, tint, dash, area, bars}]}], span: of the axis in milliseconds */
  constructor(box, { panes, span, writeTime, onPointed }) {
    this.#panes = panes;
    this.#span = span;
    this.#writeTime = writeTime;
    this.#onPointed = onPointed;
    this.#canvas = new Canvas(box, context => this.#draw(context));
    box.addEventListener('pointermove', event => this.#point(event.offsetX));
    box.addEventListener('pointerleave', () => this.#point(null));
  }

  set(points) {
    this.#points = points;
    this.#canvas.request();
  }

  /** The axis ends at the newest point; it spans what there is when that is less than an hour, but never less than five minutes. */
  #time() {
    const to = this.#points.at(-1).at;
    const from = Math.max(to - this.#span, Math.min(this.#points[0].at, to - 300_000));
    return { from, to, x: linear(from, to, 0, this.#canvas.width - RIGHT) };
  }

  #point(x) {
    let nearest = null;
    if (x !== null && this.#points.length) {
      const time = this.#time();
      for (const point of this.#points) {
        if (nearest === null || Math.abs(time.x(point.at) - x) < Math.abs(time.x(nearest.at) - x)) nearest = point;
      }
    }
    this.#pointed = nearest;
    this.#onPointed(nearest);
    this.#canvas.request();
  }

  #draw(context) {
    if (!this.#points.length) return;
    const { width, height, tints } = this.#canvas;
    const time = this.#time();
    const points = this.#points.filter(point => point.at >= time.from);
    const right = width - RIGHT;
    const floor = height - BOTTOM;
    this.#drawTimes(context, time, right, floor);
    const tall = (floor + GAP) / this.#panes.length - GAP;
    this.#panes.forEach((pane, index) => {
      const top = index * (tall + GAP) + TOP;
      this.#drawPane(context, pane, points, time, { top, bottom: top + tall - TOP, right });
    });
    rule(context, right, 0, right, floor, tints.line);
    if (this.#pointed) {
      const x = time.x(this.#pointed.at);
      rule(context, x, 0, x, floor, tints['ink-3'], [3, 3]);
      tag(context, this.#writeTime(this.#pointed.at), x, floor + BOTTOM / 2, tints['ink-2'], tints.cut, 'center', right);
    }
  }

  #drawTimes(context, { from, to, x }, right, floor) {
    const { tints } = this.#canvas;
    const step = timeStep(from, to, right / 80);
    const zone = new Date(to).getTimezoneOffset() * 60_000;
    for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) {
      rule(context, x(at), 0, x(at), floor, tints.grid);
      const text = this.#writeTime(at).slice(0, step < 60_000 ? 8 : 5);
      const half = context.measureText(text).width / 2;
      if (x(at) >= half && x(at) + half <= right) label(context, text, x(at), floor + BOTTOM / 2, tints['ink-2'], 'center');
    }
  }

  #drawPane(context, { title, write, lines }, points, time, { top, bottom, right }) {
    const { tints } = this.#canvas;
    const measured = lines.filter(line => !line.bars);
    const most = fromZero(points.flatMap(point => measured.map(line => point[line.field] ?? 0)));
    const y = linear(0, most, bottom, top);
    for (const value of ticks(0, most, (bottom - top) / 34)) {
      rule(context, 0, y(value), right, y(value), value === 0 ? tints.line : tints.grid);
      label(context, write(value), right + 6, y(value), tints['ink-2']);
    }
    label(context, title, 2, top - 8, tints['ink-2']);
    for (const line of lines) {
      if (line.bars) this.#drawBars(context, line, points, time, top, bottom);
      else this.#drawLine(context, line, points, time, y, bottom);
    }
  }

  /** What is unknown leaves a hole. */
  #drawLine(context, { field, tint, dash = 'solid', area }, points, { x }, y, bottom) {
    const runs = [];
    let run = null;
    for (const point of points) {
      if (!Number.isFinite(point[field])) run = null;
      else if (run) run.push(point);
      else runs.push(run = [point]);
    }
    context.strokeStyle = context.fillStyle = this.#canvas.tints[tint];
    context.lineWidth = 1.5;
    context.lineJoin = 'round';
    for (const each of runs) {
      context.beginPath();
      each.forEach((point, i) => i ? context.lineTo(x(point.at), y(point[field])) : context.moveTo(x(point.at), y(point[field])));
      context.setLineDash(DASHES[dash]);
      context.stroke();
      context.setLineDash([]);
      if (!area) continue;
      context.lineTo(x(each.at(-1).at), bottom);
      context.lineTo(x(each[0].at), bottom);
      context.globalAlpha = 0.14;
      context.fill();
      context.globalAlpha = 1;
    }
  }

  /** Counts that are mostly 0: strokes from the floor, on a scale of their own. */
  #drawBars(context, { field, tint }, points, { x }, top, bottom) {
    const most = points.reduce((greatest, point) => Math.max(greatest, point[field] ?? 0), 0);
    if (!most) return;
    context.fillStyle = this.#canvas.tints[tint];
    for (const point of points) {
      if (!(point[field] > 0)) continue;
      const tall = Math.max(4, (bottom - top) * 0.5 * point[field] / most);
      context.fillRect(x(point.at) - 1, bottom - tall, 2, tall);
    }
  }
}
