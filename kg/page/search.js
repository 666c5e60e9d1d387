// Search: a box with matches to choose from, whatever the dates; it also asks for the other end of a path.

const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const searched = nodes.map(({ label, name, told }) => [folded(label), folded([name, told.type, told.kind, told.scope].filter(Boolean).join(' '))]);
const query = byId('query');
const hits = byId('hits');
const PROMPT = query.placeholder;
let found = [];
let current = 0;
let pathFrom = null;
let lately = null; // what is there today, as known today

function thereToday(i) {
  if (!timed) return true;
  if (!lately) bringToLife(lately = { nodes: new Uint8Array(nodes.length), edges: new Uint8Array(edges.length) }, today, today);
  return lately.nodes[i] === 1;
}

function search() {
  const words = folded(query.value).split(/\s+/).filter(Boolean);
  const fitting = (i) => words.every((word) => searched[i][0].includes(word) || searched[i][1].includes(word)) && (alive.nodes[i] || thereToday(i));
  const rank = (i) => (searched[i][0].startsWith(words[0]) ? 0 : searched[i][0].includes(words[0]) ? 1 : 2) + (alive.nodes[i] ? 0 : 3);
  found = words.length ? important.filter(fitting).sort((a, b) => rank(a) - rank(b)).slice(0, 12) : [];
  current = 0;
  hits.replaceChildren(...found.map((i, at) => hit(i, at)));
  if (!found.length) hits.append(make('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, 'Nothing found. Try fewer words.'));
  openHits(words.length > 0);
}

function hit(i, at) {
  const { label, told } = nodes[i];
  return make('li', { role: 'option', id: `hit${at}`, 'aria-selected': 'false', onpointerdown: (event) => { event.preventDefault(); choose(at); } },
    swatchOf(i), make('span', {}, quoted(label)), make('small', {}, quoted(told.kind || told.type || ''), alive.nodes[i] ? '' : ', later than these dates'));
}

function openHits(open) {
  hits.hidden = !open;
  query.setAttribute('aria-expanded', String(open));
  if (!open || !found.length) return query.removeAttribute('aria-activedescendant');
  found.forEach((_, at) => hits.children[at].setAttribute('aria-selected', String(at === current)));
  hits.children[current].scrollIntoView({ block: 'nearest' });
  return query.setAttribute('aria-activedescendant', `hit${current}`);
}

function choose(at) {
  openHits(false);
  query.value = '';
  const [start, i] = [pathFrom, found[at]];
  endPath();
  focusView();
  if (start !== null) showPath(start, i, datesFor(i));
  else if (state.shown(i)) select(i);
  else showFound(i);
}

// The dates stay where the thing is there on them, unless only the question that is left had chosen them.
function datesFor(i, leaving = null) {
  const itsOwn = leaving && !data.start.on && !data.start.by && state.on === leaving.on && state.by === leaving.known_by;
  return alive.nodes[i] && !(itsOwn && thereToday(i)) ? {} : { on: today, by: today };
}

// What was not in view is shown with what it is linked with: the question that stood above is not about it.
function showFound(i) {
  if (!state.all) return focusOn(i, datesFor(i, state.question));
  Object.assign(state, datesFor(i));
  moved();
  return select(i);
}

function startPath(i) {
  pathFrom = i;
  query.placeholder = `Path from ${nodes[i].label} to …`;
  query.focus();
  say(`Search for where the path from ${nodes[i].label} should lead`);
}

function endPath() {
  pathFrom = null;
  query.placeholder = PROMPT;
}

query.addEventListener('input', search);
query.addEventListener('focus', () => { if (query.value) search(); });
query.addEventListener('blur', () => openHits(false));
query.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) { event.preventDefault(); current = (current + step + found.length) % found.length; openHits(true); }
  else if (event.key === 'Enter' && !hits.hidden && found.length) choose(current);
  else if (event.key === 'Escape') { query.value = ''; endPath(); openHits(false); focusView(); }
});
