// A long list in pages from the back end: those in sight are asked for, a bounded number is kept. No document here.

const PAGE = 200;
const KEPT = 12;

export class Pages {
  #ask;
  #changed;
  #pages = new Map();
  #pending = new Map();
  #epoch = 0;
  #stale = false;

  total = null;
  matching = 0;
  failure = '';

  /** ask(offset, limit, signal) → {total, matching, files}; changed() after each answer. */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  at(index) {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Another search: what is there stays until the first answer. */
  restart() {
    this.#epoch++;
    for (const each of this.#pending.values()) each.abort();
    this.#pending.clear();
    this.#stale = true;
    this.need(0, 0, true);
  }

  /** Rows first … last are in sight; refresh asks again for those that are there. After a failure only a refresh asks, so that drawing one does not ask again. */
  need(first, last, refresh = false) {
    const from = Math.floor(first / PAGE);
    const to = Math.floor(Math.max(first, last) / PAGE);
    for (const [page, pending] of this.#pending) {
      // Scrolled past before it came.
      if (page < from || page > to) {
        pending.abort();
        this.#pending.delete(page);
      }
    }
    for (let page = from; page <= to; page++) {
      if (!this.#pending.has(page) && (refresh || !this.failure && !this.#pages.has(page))) this.#load(page);
    }
  }

  async #load(page) {
    const mine = new AbortController();
    const epoch = this.#epoch;
    this.#pending.set(page, mine);
    try {
      const answer = await this.#ask(page * PAGE, PAGE, mine.signal);
      if (epoch !== this.#epoch) return;
      this.total = answer.total;
      this.matching = answer.matching;
      this.failure = '';
      if (this.#stale) this.#pages.clear();
      this.#stale = false;
      this.#pages.delete(page);
      this.#pages.set(page, answer.files || []);
      // The one that was asked for longest ago goes first.
      if (this.#pages.size > KEPT) this.#pages.delete(this.#pages.keys().next().value);
    } catch (problem) {
      if (mine.signal.aborted || epoch !== this.#epoch) return;
      this.failure = problem.message;
    } finally {
      if (this.#pending.get(page) === mine) this.#pending.delete(page);
    }
    this.#changed();
  }
}
