// Where round numbers and round times lie on an axis. No document here.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

/** Round numbers between two, about so many: steps of 1, 2 or 5. */
export function ticks(from, to, about) {
  if (!(to > from)) return [from];
  const rough = (to - from) / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(each => each * power).find(each => each >= rough);
  const all = [];
  for (let i = Math.ceil(from / step); i * step <= to + step * 1e-9; i++) all.push(i * step);
  return all;
}

/** The step between round times of which about so many lie between two. */
export const timeStep = (from, to, about) => STEPS.find(each => each >= (to - from) / Math.max(1, about)) ?? STEPS.at(-1);

/** A value's place between two, on so many pixels that begin at one. */
export const linear = (from, to, start, end) => value => start + (end - start) * (value - from) / ((to - from) || 1);

/** From 0 to a round number over the greatest. */
export function fromZero(values) {
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map(each => each * power).find(each => each >= most * 1.02) ?? 10 * power;
}
