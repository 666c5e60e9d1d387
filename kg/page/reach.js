// How far the reader sees: a question's claims, what was grown from them, one node's surroundings, a path, or all.

const GROWTH = 40; // nodes at a time
const MOST = 5000; // nodes that a page opens with; the most linked, the others wait to be grown, searched for or asked for
const APART = { x: 150, y: 62 }; // room for a node and its label

function rescope() {
  state.scope = null;
  for (const node of nodes) Object.assign(node, node.home);
  if (state.path) layPath(findPath(...state.path));
  else if (state.focus !== null) layFocus(state.focus);
  else if (state.question) layQuestion(state.question);
  else if (nodes.length > MOST && !state.whole) state.scope = new Set(important.slice(0, MOST));
  if (state.scope === null) return;
  for (const i of state.grown) grow(i);
  if (state.selected !== null && !state.scope.has(state.selected)) settle(state.selected, neighbourIn(state.selected));
}

function layQuestion({ places }) {
  state.scope = new Set();
  for (const [i, x, y] of places) { state.scope.add(i); Object.assign(nodes[i], { x, y }); }
}

// Takes out the rows and columns left empty by what is not there on these dates, so that the rest can be large.
// Order is kept: what stood left of or above something else still does.
function squeeze() {
  if (!state.question || state.grown.length) return;
  layQuestion(state.question);
  const seen = [...state.scope].filter(state.shown);
  for (const [side, room] of [['x', 170], ['y', 84]]) {
    const places = [...new Set(seen.map((i) => nodes[i][side]))].sort((a, b) => a - b);
    const shifts = [];
    places.forEach((at, k) => shifts.push(k ? shifts[k - 1] + Math.max(0, at - places[k - 1] - room) : 0));
    for (const i of state.scope) nodes[i][side] -= shifts[places.findLastIndex((at) => at <= nodes[i][side])] || 0;
  }
}

function layFocus(i) {
  state.scope = new Set([i]);
  Object.assign(nodes[i], { x: 0, y: 0 });
  grow(i);
}

// In rows that turn at each end, so that a long path fits on a screen.
function layPath(steps) {
  state.scope = new Set(steps);
  const across = Math.max(3, Math.min(steps.length, 5));
  steps.forEach((i, k) => {
    const row = Math.floor(k / across);
    const column = row % 2 ? across - 1 - (k % across) : k % across;
    Object.assign(nodes[i], { x: column * 210, y: row * 150 + (k % 2) * 36 });
  });
}

const allNeighbours = (i) => [...new Set(graph.links[i].map((j) => otherEnd(j, i)))].filter((k) => k !== i);

// Neighbours that are there on these dates but not in view.
const hiddenNeighbours = (i) => (state.scope === null ? [] : [...new Set(graph.links[i].filter((j) => alive.edges[j]).map((j) => otherEnd(j, i)))].filter((k) => k !== i && !state.scope.has(k)));

// Brings up to GROWTH neighbours of i into view, those that are there first, so that the count of what is hidden goes down.
function grow(i) {
  if (!state.scope.has(i)) settle(i, neighbourIn(i));
  const waiting = allNeighbours(i).filter((k) => !state.scope.has(k));
  const ranked = [...waiting.filter((k) => alive.nodes[k]), ...waiting.filter((k) => !alive.nodes[k])];
  for (const k of ranked.slice(0, GROWTH)) settle(k, i);
}

const neighbourIn = (i) => allNeighbours(i).find((k) => state.scope.has(k)) ?? null;

// Takes node i into view at the first free place on a spiral around its anchor; what is there stays where it is.
function settle(i, anchor) {
  const taken = [...state.scope];
  state.scope.add(i);
  if (state.all) return Object.assign(nodes[i], nodes[i].home);
  const centre = anchor === null ? { x: Math.max(0, ...taken.map((k) => nodes[k].x)) + 200, y: 0 } : nodes[anchor];
  for (let k = 1; k < 3000; k += 1) {
    const [turn, reach] = [k * 2.39996, 62 * Math.sqrt(k + 1)];
    const at = { x: centre.x + 1.7 * reach * Math.cos(turn), y: centre.y + reach * Math.sin(turn) };
    if (taken.every((other) => Math.abs(nodes[other].x - at.x) > APART.x || Math.abs(nodes[other].y - at.y) > APART.y)) return Object.assign(nodes[i], at);
  }
  return Object.assign(nodes[i], nodes[i].home);
}

// The shortest path that does not lead through what everything is linked with: a step costs more at a much-linked node.
function findPath(from, to) {
  const cost = new Map([[from, 0]]);
  const before = new Map();
  const open = new Set([from]);
  while (open.size) {
    const at = [...open].reduce((a, b) => (cost.get(b) < cost.get(a) ? b : a));
    if (at === to) break;
    open.delete(at);
    for (const j of graph.links[at]) {
      const next = otherEnd(j, at);
      const total = cost.get(at) + 1 + Math.log2(1 + graph.links[next].length) / 2;
      if (!alive.edges[j] || !(total < (cost.get(next) ?? Infinity))) continue;
      cost.set(next, total); before.set(next, at); open.add(next);
    }
  }
  if (!before.has(to)) return from === to ? [from] : [from, to];
  const steps = [to];
  while (steps[0] !== from) steps.unshift(before.get(steps[0]));
  return steps;
}

const linkBetween = (a, b) => graph.links[a].find((j) => otherEnd(j, a) === b && alive.edges[j]);

// What the reader does

function leaveTo(changes) {
  remember();
  Object.assign(state, { question: null, all: false, whole: false, focus: null, path: null, grown: [], selected: null, edge: null, peek: null }, changes);
  if (state.focus !== null) unfilter(state.focus);
  moved();
  rescope();
  for (const k of VIEWS) views[k].reset?.();
}

function expand(i) {
  const waiting = hiddenNeighbours(i).length;
  if (!waiting) return say(`Nothing is hidden around ${nodes[i].label}`);
  remember();
  state.grown.push(i);
  rescope();
  changed(`${counted(Math.min(waiting, GROWTH), 'neighbour', 'neighbours')} of ${nodes[i].label} shown, ${hiddenNeighbours(i).length} still hidden`);
  return drawing.fit();
}

function focusOn(i, dates = {}) {
  leaveTo({ focus: i, selected: i, ...dates });
  changed(`Only ${nodes[i].label} and its neighbours are shown`);
  drawing.fit();
  views[state.view].bring(i);
}

function showPath(from, to, dates = {}) {
  leaveTo({ path: [from, to], ...dates });
  const steps = findPath(from, to);
  const linked = steps.length > 2 || linkBetween(from, to) !== undefined;
  changed(linked ? `A path of ${counted(steps.length - 1, 'step', 'steps')} from ${nodes[from].label} to ${nodes[to].label}` : `Nothing links ${nodes[from].label} with ${nodes[to].label} on these dates`);
  drawing.fit();
}

function showAll() {
  leaveTo({ all: true, whole: true });
  changed('Everything is shown');
  focusView();
  drawing.fit();
}

function ask(question) {
  leaveTo({ question, on: question.on, by: question.known_by });
  look();
  squeeze();
  changed(`${questionInWords(question)} ${answerInWords(question)}`);
  drawing.fit();
}

function goBack() {
  if (!past.length) return say('There is nothing to go back to');
  try { history.replaceState(null, '', past.at(-1)); } catch { /* see writeAddress */ }
  past.pop();
  reopen();
  return say('Back');
}
