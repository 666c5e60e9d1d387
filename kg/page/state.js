// What the reader sees: kept in the address, so that a link reopens it.

const VIEWS = data.ask ? ['graph', 'timeline', 'table', 'ask'] : ['graph', 'timeline', 'table'];
const state = {
  view: 'graph', on: '', by: '', selected: null, edge: null, peek: null, hover: null, hoverEdge: null,
  question: null, all: false, whole: false, focus: null, path: null, grown: [], group: 'holder',
  off: new Set(), only: Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, new Set()])),
  scope: null, // the nodes within reach; null is all of them
  shown: (i) => visible[i] === 1,
  shownEdge: (j) => alive.edges[j] === 1 && state.shown(edges[j].from) && state.shown(edges[j].to),
};
const fits = new Uint8Array(nodes.length).fill(1);
const visible = new Uint8Array(nodes.length).fill(1);
let shownCount = nodes.length;
const past = []; // addresses to go back to

const narrowed = () => Object.values(state.only).some((values) => values.size);

// A claim fits when each facet in use has one of its values; who only holds claims that do not fit goes with them.
function sift() {
  const facets = Object.entries(state.only).filter(([, values]) => values.size);
  for (let i = 0; i < nodes.length; i += 1) {
    fits[i] = !state.off.has(nodes[i].group) && (!isClaim(i) || facets.every(([facet, values]) => FACETS[facet](i).some((value) => values.has(value)))) ? 1 : 0;
  }
  if (!facets.length) return;
  for (let i = 0; i < nodes.length; i += 1) {
    if (fits[i] && !isClaim(i) && i !== state.selected && !graph.links[i].some((j) => isClaim(otherEnd(j, i)) && fits[otherEnd(j, i)] && alive.edges[j])) fits[i] = 0;
  }
}

// No filter hides what the reader asks for by name.
function unfilter(i) {
  state.off.delete(nodes[i].group);
  for (const [facet, values] of Object.entries(state.only)) if (values.size && isClaim(i) && !FACETS[facet](i).some((value) => values.has(value))) values.clear();
}

// What is shown: within reach, there on these dates, not filtered out. Of a question's nodes, those whom nothing shown
// links with a claim wait: they will have a part in the answer on another day.
function look() {
  const inReach = (i) => (state.scope === null || state.scope.has(i)) && alive.nodes[i] && fits[i];
  for (let i = 0; i < nodes.length; i += 1) visible[i] = inReach(i) ? 1 : 0;
  shownCount = visible.reduce((sum, one) => sum + one, 0);
  if (!state.question) return;
  const touched = new Set(edges.flatMap(({ from, to }, j) => (alive.edges[j] && visible[from] && visible[to] ? [from, to] : [])));
  for (const i of state.scope) if (!isClaim(i) && !touched.has(i) && i !== state.selected) visible[i] = 0;
}

function nodeNamed(name) {
  if (name === null) return null;
  if (numberOf.has(name)) return numberOf.get(name);
  say('The node that this link names is not in this network');
  return null;
}

const known = (found) => found !== null;

function readAddress(opening) {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const { start, questions } = data;
  const asked = wanted.get('q') ?? (wanted.has('f') || wanted.has('p') ? '' : questions[0]?.id ?? 'all');
  state.question = questions.find(({ id }) => id === asked) || null;
  state.all = asked === 'all' || (!state.question && !wanted.has('f') && !wanted.has('p'));
  state.focus = nodeNamed(wanted.get('f'));
  const path = wanted.getAll('p').slice(0, 2).map(nodeNamed).filter(known);
  state.path = path.length === 2 ? path : null;
  if (!state.question && state.focus === null && !state.path) state.all = true;
  state.whole = state.all && wanted.has('whole') && !opening; // a page opens with what it can show at once; the rest has to be asked for
  state.grown = wanted.getAll('x').map(nodeNamed).filter(known);
  state.on = [wanted.get('on'), start.on, state.question?.on, today].find(isDate);
  state.by = [wanted.get('by'), start.by, state.question?.known_by, today].find(isDate);
  state.view = [wanted.get('v'), start.view].find((view) => VIEWS.includes(view)) || 'graph';
  state.group = wanted.get('g') === 'technology' ? 'technology' : 'holder';
  state.off = new Set(groups.flatMap(({ name }, i) => (wanted.getAll('off').includes(name) ? [i] : [])));
  for (const facet of Object.keys(FACETS)) state.only[facet] = new Set(wanted.getAll(facet));
  state.selected = nodeNamed(wanted.get('n') ?? (location.hash.length > 1 ? null : start.select));
  state.edge = state.peek = state.hover = null;
}

function address() {
  const wanted = new URLSearchParams();
  if (state.question) wanted.set('q', state.question.id);
  else if (data.questions.length && state.all) wanted.set('q', 'all');
  if (state.whole) wanted.set('whole', '');
  if (timed) { wanted.set('on', state.on); wanted.set('by', state.by); }
  if (state.focus !== null) wanted.set('f', nodes[state.focus].name);
  for (const i of state.path || []) wanted.append('p', nodes[i].name);
  for (const i of state.grown) wanted.append('x', nodes[i].name);
  if (state.selected !== null) wanted.set('n', nodes[state.selected].name);
  if (state.view !== data.start.view) wanted.set('v', state.view);
  if (state.group !== 'holder') wanted.set('g', state.group);
  for (const i of [...state.off].sort((a, b) => a - b)) wanted.append('off', groups[i].name);
  for (const [facet, values] of Object.entries(state.only)) for (const value of [...values].sort()) wanted.append(facet, value);
  return `#${wanted}`;
}

function writeAddress() {
  try { history.replaceState(null, '', address()); } catch { /* a frame in a notebook has no address of its own */ }
}

// Remembers where the reader is before a step that Back should undo.
function remember() {
  const now = address();
  if (past.at(-1) !== now) past.push(now);
  if (past.length > 50) past.shift();
}
