// Search: a box with matches to choose from; it also asks for the other end of a path.

const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const searched = nodes.map(({ label, name, told }) => [folded(label), folded([name, told.type, told.kind, told.scope].filter(Boolean).join(' '))]);
const query = byId('query');
const hits = byId('hits');
const PROMPT = query.placeholder;
let found = [];
let current = 0;
let pathFrom = null;

function search() {
  const words = folded(query.value).split(/\s+/).filter(Boolean);
  const fitting = (i) => words.every((word) => searched[i][0].includes(word) || searched[i][1].includes(word)) && alive.nodes[i];
  const rank = (i) => (searched[i][0].startsWith(words[0]) ? 0 : searched[i][0].includes(words[0]) ? 1 : 2);
  found = words.length ? important.filter(fitting).sort((a, b) => rank(a) - rank(b)).slice(0, 12) : [];
  current = 0;
  hits.replaceChildren(...found.map((i, at) => hit(i, at)));
  if (!found.length) hits.append(make('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, 'Nothing found on these dates. Try fewer words.'));
  openHits(words.length > 0);
}

function hit(i, at) {
  const { label, told } = nodes[i];
  return make('li', { role: 'option', id: `hit${at}`, 'aria-selected': 'false', onpointerdown: (event) => { event.preventDefault(); choose(at); } },
    swatchOf(i), make('span', {}, quoted(label)), make('small', {}, quoted(told.kind || told.type || '')));
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
  const start = pathFrom;
  endPath();
  focusView();
  if (start !== null) showPath(start, found[at]);
  else select(found[at]);
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
