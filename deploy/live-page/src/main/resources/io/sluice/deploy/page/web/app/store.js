// What the page knows: the last state, and bounded lists of what came since. Those that show it subscribe to what they show.

const KEPT_POINTS = 720;
const KEPT_COMMITS = 200;
const KEPT_PROBLEMS = 500;

const listeners = new Map();

export const store = {
  state: null,
  points: [],
  commits: [],
  problems: [],
};

/** Topics: state, bars, commits, problems, points, reload (everything shown must be asked for again). */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

export function tell(topic, data) {
  for (const listener of listeners.get(topic) || []) listener(data);
}

/** @returns whether it is another start of the pipeline, of which nothing is known yet */
export function takeState(state) {
  const restarted = store.state !== null && store.state.instance !== state.instance;
  store.state = state;
  if (restarted) {
    store.points = [];
    store.commits = [];
    store.problems = [];
    tell('points');
    tell('commits', []);
    tell('problems', []);
  }
  tell('state', state);
  return restarted;
}

const commitKey = each => `${each.table}/${each.topic}/${each.partition}/${each.number}/${each.firstOffset}`;
const problemKey = each => String(each.id);

export function takeCommits(commits) {
  store.commits = newestFirst(store.commits, commits, commitKey, KEPT_COMMITS);
  tell('commits', commits);
}

export function takeProblems(problems) {
  const had = new Set(store.problems.map(problemKey));
  store.problems = newestFirst(store.problems, problems, problemKey, KEPT_PROBLEMS);
  tell('problems', problems.filter(each => !had.has(problemKey(each))));
}

export function takePoints(points) {
  const byTime = new Map(store.points.map(point => [point.at, point]));
  for (const point of points) byTime.set(point.at, point);
  store.points = [...byTime.values()].sort((a, b) => a.at - b.at).slice(-KEPT_POINTS);
  tell('points');
}

function newestFirst(had, come, keyOf, most) {
  const byKey = new Map(had.map(each => [keyOf(each), each]));
  for (const each of come) byKey.set(keyOf(each), each);
  return [...byKey.values()].sort((a, b) => b.at - a.at || (b.id ?? b.number ?? 0) - (a.id ?? a.number ?? 0)).slice(0, most);
}

export { commitKey, problemKey };
