// Which of many bars a chart shows: how many, up to which, and whether it follows the newest. No document here.

const FEWEST = 15;
const MOST = 1_500;

export class WindowOnBars {
  /** Bars in sight. */
  shown = 120;
  /** Bars beyond the right edge; 0 follows the newest. */
  behind = 0;

  /** More bars have come at the end: one that looks back keeps its place. */
  grew(by) {
    if (this.behind > 0) this.behind += by;
  }

  reset() {
    this.shown = 120;
    this.behind = 0;
  }

  move(bars, total) {
    this.behind = Math.max(0, Math.min(this.behind + bars, Math.max(0, total - FEWEST)));
  }

  zoom(factor, total) {
    this.shown = Math.max(FEWEST, Math.min(this.shown * factor, MOST, Math.max(FEWEST, total)));
  }

  /** The first and the last bar in sight; the first may be negative when there are few. */
  range(total) {
    const last = total - 1 - Math.round(this.behind);
    return { first: last - Math.round(this.shown) + 1, last };
  }
}
