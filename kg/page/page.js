// The page: three views of one selection, opened on a question, and what happens when anything changes.

const canvas = byId('canvas');
const panel = byId('panel');
let drawing = null;
let views = {};

function refresh() {
  look();
  showQuestion();
  showPanel();
  showCounts();
  showFilters();
  views[state.view].refresh();
  byId('back').disabled = !past.length;
}

function showPanel() {
  const at = panel.scrollTop;
  const key = `${state.selected},${state.edge},${state.question?.id}`;
  if (state.selected !== null) showNode(panel, state.selected, select);
  else if (state.edge !== null) showEdge(panel, state.edge, select);
  else if (state.focus !== null) showNode(panel, state.focus, select);
  else if (state.path) showSteps(panel, state.path, select);
  else if (state.question) showAnswer(panel, state.question, select);
  else showNothing(panel);
  panel.scrollTop = panel.dataset.key === key ? at : 0;
  panel.dataset.key = key;
}

// The dates have moved: what is there, and what fits, is worked out again.
function moved() {
  tick();
  sift();
}

function select(i) {
  mark(i);
  views[state.view].bring(i);
}

// What the pointer chooses is in view, and stays under the pointer.
function mark(i) {
  unfilter(i);
  Object.assign(state, { selected: i, edge: null, peek: null });
  if (state.scope !== null && !state.scope.has(i)) settle(i, neighbourIn(i));
  sift();
  changed([nodes[i].label, nodes[i].told.type, IN_WORDS[statusNow(i)?.status], counted(graph.links[i].filter((j) => alive.edges[j]).length, 'link', 'links')].filter(Boolean).join(', '));
}

function pick(node, edge) {
  if (node !== null) return mark(node);
  Object.assign(state, { selected: null, edge, peek: null });
  return changed(edge !== null ? 'A link is selected' : 'Nothing selected');
}

function changed(said) {
  showDates();
  refresh();
  writeAddress();
  if (said) say(said);
}

function showCounts() {
  const shown = nodes.filter((_, i) => state.shown(i)).length;
  const lines = edges.filter((_, j) => state.shownEdge(j)).length;
  const all = shown === nodes.length ? '' : ` of ${nodes.length.toLocaleString('en')}`;
  byId('counts').textContent = `${shown.toLocaleString('en')}${all} ${nodes.length === 1 ? 'node' : 'nodes'}, ${counted(lines, 'link', 'links')}`;
  canvas.setAttribute('aria-label', `Drawing of the network, ${byId('counts').textContent}${state.selected === null ? '' : `, ${nodes[state.selected].label} is chosen`}`);
  byId('whole').hidden = !state.all || state.scope === null;
}

function reopen(opening = false) {
  readAddress(opening);
  moved();
  rescope();
  sift();
  look();
  squeeze();
  showTabs();
  changed('');
  drawing.fit();
  if (state.selected !== null) views[state.view].bring(state.selected);
}

function start() {
  setTheme(system.matches);
  byId('empty').hidden = nodes.length > 0;
  byId('keys').hidden = !nodes.length;
  byId('filters').open = matchMedia('(min-width: 1081px)').matches;
  drawing = makeDrawing(canvas, pick, expand);
  views = { graph: drawing, timeline: makeTimeline(byId('view-timeline'), select), table: makeTable(byId('view-table'), select), ask: makeAsk(byId('view-ask'), select) };
  makeFilters();
  makeQuestions();
  makeTakeAway();
  makePrint();
  makeTime();
  makeTabs();
  makeKeys();
  makeTools();
  reopen(true);
  addEventListener('hashchange', () => reopen());
  new ResizeObserver(() => { if (state.view === 'timeline') views.timeline.refresh(); }).observe(byId('view-timeline'));
  // Milliseconds from opening to the first picture, for tests and figures.
  requestAnimationFrame(() => requestAnimationFrame(() => { document.documentElement.dataset.ready = Math.round(performance.now()); }));
}

start();
window.__aec = { where: (name) => drawing.where(numberOf.get(name)), view: () => drawing.view(), nodeNear, sizeAt, state, nodes, statusOf, alive, setDate, csv: selectionAsCsv, svg: viewAsSvg, jsonld: selectionAsJsonLd }; // for tests: a drawing has no elements to click
