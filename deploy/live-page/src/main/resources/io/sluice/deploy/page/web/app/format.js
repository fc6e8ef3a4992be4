// Numbers, sizes, durations and times as the page writes them: with a unit, three significant digits where it is a rate, exact where it is a count.

const NONE = '–';
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const three = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit' });

export const known = value => typeof value === 'number' && Number.isFinite(value);

export const count = value => known(value) ? whole.format(value) : NONE;

/** 1,234 as it is; 12,345,678 as 12.3 M: for places where the exact count is a title away. */
export function short(value) {
  if (!known(value)) return NONE;
  if (Math.abs(value) < 100_000) return whole.format(value);
  for (const [limit, unit] of [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (Math.abs(value) >= limit) return three.format(value / limit) + ' ' + unit;
  }
  return whole.format(value);
}

export function rate(value) {
  if (!known(value)) return NONE;
  return Math.abs(value) < 100 ? three.format(value) : short(Math.round(value));
}

/** A rate with its unit: 1,234 rows/s. */
export const per = (value, unit) => known(value) ? `${rate(value)} ${unit}` : NONE;

export const bytesPerSecond = value => known(value) ? bytes(value) + '/s' : NONE;

export function bytes(value) {
  if (!known(value)) return NONE;
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= 1000 && unit < 5) {
    size /= 1000;
    unit++;
  }
  return three.format(size) + ' ' + ['B', 'kB', 'MB', 'GB', 'TB', 'PB'][unit];
}

export function duration(millis) {
  if (!known(millis)) return NONE;
  if (millis < 1000) return Math.round(millis) + ' ms';
  const seconds = millis / 1000;
  if (seconds < 10) return three.format(seconds) + ' s';
  if (seconds < 60) return Math.floor(seconds) + ' s';
  if (seconds < 3600) return Math.floor(seconds / 60) + ' min ' + Math.floor(seconds % 60) + ' s';
  if (seconds < 86400) return Math.floor(seconds / 3600) + ' h ' + Math.floor(seconds % 3600 / 60) + ' min';
  return Math.floor(seconds / 86400) + ' d ' + Math.floor(seconds % 86400 / 3600) + ' h';
}

const dayOf = millis => day.format(new Date(millis));

/** The time of day; with the date when it is not today's. */
export function time(millis) {
  if (!known(millis) || millis <= 0) return NONE;
  const at = clock.format(new Date(millis));
  return dayOf(millis) === dayOf(Date.now()) ? at : dayOf(millis) + ' ' + at;
}

export const exactTime = millis => known(millis) ? new Date(millis).toISOString().replace('T', ' ') : NONE;

/** One unit is enough for what has passed. */
export function ago(millis, now) {
  if (!known(millis) || millis <= 0) return NONE;
  const seconds = Math.floor((now - millis) / 1000);
  if (seconds < 1) return 'now';
  const [size, unit] = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']].find(([least]) => seconds >= least);
  return Math.floor(seconds / size) + ' ' + unit + ' ago';
}

export function lag(of) {
  if (!of || !known(of.value)) return NONE;
  return of.unit === 'bytes' ? bytes(of.value) : short(of.value) + ' ' + plural(of.value, of.unit);
}

const plural = (value, unit) => {
  const name = String(unit || 'records');
  return value === 1 && name.endsWith('s') ? name.slice(0, -1) : name;
};

/** openFiles → open files */
export const words = name => String(name).replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('-', ' ').toLowerCase();
