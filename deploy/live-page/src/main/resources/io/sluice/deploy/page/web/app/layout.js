// Where the stages of the picture stand: columns by kind, and in each the order in which lines cross least. No document here.

const RANKS = { directory: 0, topic: 1, window: 2, table: 4 };
const HEADINGS = { 0: 'Directories', 1: 'Topics', 2: 'Windows', 3: 'Topics of results', 4: 'Tables' };

/**
 * Columns of slots. A slot is a stage, or a lane: the place where a line passes a column that it has no stage in.
 * @returns {{columns: [{heading, slots: [{id, stage?, flow?}]}], lines: [{flow, path: [slot id]}]}}
 */
export function arrange(stages, flows) {
  const byId = new Map(stages.map(stage => [stage.id, stage]));
  const known = flows.filter(flow => byId.has(flow.from) && byId.has(flow.to) && flow.from !== flow.to);
  const rank = rankOf(stages, known, byId);
  const ranks = [...new Set(rank.values())].sort((a, b) => a - b);
  const column = id => ranks.indexOf(rank.get(id));
  const columns = ranks.map(each => ({ heading: HEADINGS[each], slots: [] }));
  for (const stage of stages) columns[column(stage.id)].slots.push({ id: stage.id, stage });

  const lines = known.map((flow, index) => {
    const from = column(flow.from);
    const to = column(flow.to);
    const path = [flow.from];
    for (let each = from + 1; each < to; each++) {
      const lane = { id: `lane:${index}:${each}`, flow };
      columns[each].slots.push(lane);
      path.push(lane.id);
    }
    path.push(flow.to);
    return { flow, path };
  });
  order(columns, lines);
  return { columns, lines };
}

/** A topic that a window writes to stands behind the windows. */
function rankOf(stages, flows, byId) {
  const rank = new Map(stages.map(stage => [stage.id, RANKS[stage.kind] ?? 1]));
  for (const flow of flows) {
    if (byId.get(flow.from).kind === 'window' && byId.get(flow.to).kind === 'topic') rank.set(flow.to, 3);
  }
  return rank;
}

/**
 * Each slot moves to the mean place of those it has lines with on the left, column by column; ties stay as they came. One that has
 * its line from the same column stays with where that comes from, so that no lane comes between the two.
 */
function order(columns, lines) {
  const before = new Map();
  for (const { path } of lines) {
    for (let i = 1; i < path.length; i++) {
      if (!before.has(path[i])) before.set(path[i], []);
      before.get(path[i]).push(path[i - 1]);
    }
  }
  const placed = new Map();
  for (const column of columns) {
    const weight = new Map();
    column.slots.forEach((slot, index) => {
      const from = (before.get(slot.id) || []).map(id => placed.get(id) ?? weight.get(id)).filter(each => each !== undefined);
      weight.set(slot.id, from.length ? from.reduce((a, b) => a + b, 0) / from.length : index);
    });
    column.slots = column.slots
      .map((slot, was) => ({ slot, was }))
      .sort((a, b) => weight.get(a.slot.id) - weight.get(b.slot.id) || a.was - b.was)
      .map(each => each.slot);
    column.slots.forEach((slot, now) => placed.set(slot.id, now));
  }
}
