// Time: what is there and what holds on one day, as far as was known by another. The intervals were
// worked out beforehand by the code of `kg timeline`; here they are only looked up.

const timed = Boolean(data.time.statuses);
const DAY = 86400000;
const dayNumber = (iso) => Math.round(Date.parse(iso) / DAY);
const isoDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);
const isDate = (text) => /^\d{4}-\d\d-\d\d$/.test(text || '') && !Number.isNaN(Date.parse(text)) && isoDay(dayNumber(text)) === text;
const today = timed ? [data.time.today, isoDay(Math.floor(Date.now() / DAY))].sort()[1] : isoDay(Math.floor(Date.now() / DAY));

const alive = { nodes: new Uint8Array(nodes.length).fill(1), edges: new Uint8Array(edges.length).fill(1) };

// What is known of a commitment by a day; null when no source had described it.
function momentAt({ moments }, by) {
  let found = null;
  for (const moment of moments) { if (moment.by > by) break; found = moment; }
  return found?.spans ? found : null;
}

// Where in [first day, value, first day, value, …] a day falls.
function place(pairs, day) {
  let at = 0;
  for (let i = 2; i < pairs.length && pairs[i] <= day; i += 2) at = i;
  return at;
}

function statusOf(i, on, by) {
  const moment = nodes[i].moments && momentAt(nodes[i], by);
  if (!moment) return null;
  const { spans, starts, ends, report, disagree = 0, kept = ['', 'no report'] } = moment;
  const at = place(spans, on);
  const [status, reason] = data.time.statuses[spans[at + 1]];
  return { status, reason, since: spans[at], until: spans[at + 2] || '', starts, ends, report, disagree, kept: kept[place(kept, on) + 1] };
}

const statusNow = (i) => statusOf(i, state.on, state.by);

function tick() {
  if (timed) bringToLife(alive, state.on, state.by);
}

// As `kg.project` does it: a claim is there once announced and published, and an end of no claim is not drawn.
function bringToLife(living, on, by) {
  const there = nodes.map((node, i) => (node.moments ? !['not yet', undefined].includes(statusOf(i, on, by)?.status) : !(node.since > on)));
  living.nodes.fill(0);
  edges.forEach(({ from, to }, j) => {
    const now = knownEdge(j, by) && there[from] && there[to];
    living.edges[j] = now;
    if (now) living.nodes[from] = living.nodes[to] = 1;
  });
}

function knownEdge(j, by = state.by) {
  const { known = '' } = edges[j];
  return typeof known === 'string' ? known <= by : fallsIn(known, by);
}

// Whether a day falls in [first day, day after, first day, …].
function fallsIn(days, day) {
  let k = 0;
  while (k < days.length && days[k] <= day) k += 1;
  return k % 2 === 1;
}

// What a node tells, as known by the chosen day: one attribute, or all.
function tells(i, name) {
  const { told, said } = nodes[i];
  return said && Object.hasOwn(said, name) ? said[name].filter(([, ...days]) => fallsIn(days, state.by)).map(([value]) => value).join('; ') : told[name];
}

function toldOf(i) {
  const { told, said } = nodes[i];
  return said ? { ...told, ...Object.fromEntries(Object.keys(said).map((name) => [name, tells(i, name)])) } : told;
}

// The lines of sources that had been issued by then, and not retracted.
const linesKnown = (sources) => (sources || '').split('\n').filter((line) => {
  const [, , issued = '', , , , retracted = ''] = line.split('\t');
  return line.trim() && !(timed && (issued > state.by || (retracted && retracted <= state.by)));
});

// From the first thing that starts to the last end within sight.
function span() {
  const days = nodes.flatMap(({ moments = [], since }) => (since ? [since] : moments.flatMap(({ spans = [] }) => spans.filter((_, k) => k % 2 === 0 && k))));
  const last = isoDay(dayNumber(today) + 5 * 365);
  const [first, final] = days.reduce(([low, high], day) => [day < low ? day : low, day > high && day < last ? day : high], [today, today]);
  return { first: [first, '1950-01-01'].sort()[1], last: final };
}
