// The bars of one key and one window, by their start: history and live ones, the highest revision of each, bounded. No document here.

const KEPT = 5_000;

export class Series {
  #byStart = new Map();
  #sorted = [];

  get bars() {
    return this.#sorted;
  }

  get last() {
    return this.#sorted.at(-1);
  }

  clear() {
    this.#byStart.clear();
    this.#sorted = [];
  }

  /** @returns whether anything is other than before */
  add(bars) {
    let changed = false;
    let sorted = true;
    for (const bar of bars) {
      const had = this.#byStart.get(bar.start);
      if (had && (had.revision ?? 0) > (bar.revision ?? 0)) continue;
      changed = true;
      this.#byStart.set(bar.start, bar);
      if (had && had === this.last) this.#sorted[this.#sorted.length - 1] = bar;
      else if (!had && (!this.last || bar.start > this.last.start)) this.#sorted.push(bar);
      else sorted = false;
    }
    if (!sorted) this.#sorted = [...this.#byStart.values()].sort((a, b) => a.start - b.start);
    if (this.#sorted.length > KEPT) {
      for (const gone of this.#sorted.splice(0, this.#sorted.length - KEPT)) this.#byStart.delete(gone.start);
    }
    return changed;
  }
}
