// The page: what is selected and shown, kept in the address, and the ways to change it.

const data = JSON.parse(byId('data').textContent);
const graph = { data, links: data.nodes.map(() => []) };
data.edges.forEach(({ from, to }, j) => {
  graph.links[from].push(j);
  if (to !== from) graph.links[to].push(j);
});

const state = {
  selected: null, edge: null, peek: null, hover: null, off: new Set(),
  shown: (i) => !state.off.has(data.nodes[i].group),
};
const canvas = byId('canvas');
const panel = byId('panel');
let drawing = null;

// State in the address: n is the selected node, every off a hidden type.

function readAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const off = wanted.getAll('off');
  state.off = new Set(data.groups.flatMap(({ name }, i) => (off.includes(name) ? [i] : [])));
  const name = wanted.get('n');
  const at = name === null ? -1 : data.nodes.findIndex((node) => node.name === name);
  state.selected = at >= 0 && state.shown(at) ? at : null;
  state.edge = state.peek = null;
  if (name !== null && at < 0) say('The node that this link names is not in this network');
}

function writeAddress() {
  const wanted = new URLSearchParams();
  if (state.selected !== null) wanted.set('n', data.nodes[state.selected].name);
  for (const i of [...state.off].sort((a, b) => a - b)) wanted.append('off', data.groups[i].name);
  try { history.replaceState(null, '', `#${wanted}`); } catch { /* a frame in a notebook has no address of its own */ }
}

// Selecting

function refresh() {
  if (state.selected !== null) showNode(panel, graph, state, state.selected, select);
  else if (state.edge !== null) showEdge(panel, graph, state.edge, select);
  else showNothing(panel);
  panel.scrollTop = 0;
  showCounts();
  drawing.refresh();
}

function select(i) {
  state.off.delete(data.nodes[i].group);
  Object.assign(state, { selected: i, edge: null, peek: null });
  drawing.bring(i);
  changed(`${data.nodes[i].label}, ${counted(graph.links[i].length, 'link', 'links')}`);
}

function pick(node, edge) {
  const said = node !== null ? `${data.nodes[node].label}, ${counted(graph.links[node].length, 'link', 'links')}` : edge !== null ? 'A link is selected' : 'Nothing selected';
  Object.assign(state, { selected: node, edge, peek: null });
  changed(said);
}

function changed(said) {
  showLegend();
  refresh();
  writeAddress();
  say(said);
}

function showCounts() {
  const nodes = data.nodes.filter((_, i) => state.shown(i)).length;
  const edges = data.edges.filter(({ from, to }) => state.shown(from) && state.shown(to)).length;
  const all = nodes === data.nodes.length ? '' : ` of ${data.nodes.length.toLocaleString('en')}`;
  byId('counts').textContent = `${nodes.toLocaleString('en')}${all} ${data.nodes.length === 1 ? 'node' : 'nodes'}, ${counted(edges, 'link', 'links')}`;
}

// Legend

function showLegend() {
  byId('legend').querySelectorAll('input').forEach((box, i) => { box.checked = !state.off.has(i); });
}

function makeLegend() {
  const rows = data.groups.map((group, i) => {
    const box = make('input', { type: 'checkbox', onchange: () => filter(i, box.checked) });
    return make('label', {}, box, swatch(group), make('span', {}, quoted(group.name)), make('span', { class: 'count' }, group.count.toLocaleString('en')));
  });
  byId('legend').append(rows.length ? make('h2', {}, 'Shown') : '', ...rows);
}

function filter(i, wanted) {
  if (wanted) state.off.delete(i); else state.off.add(i);
  if (state.selected !== null && !state.shown(state.selected)) state.selected = null;
  state.edge = state.peek = null;
  changed(`${data.groups[i].name}: ${wanted ? 'shown' : 'hidden'}`);
}

// Search: every word must be found, without regard to case and accents; a beginning counts most.

const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const searched = data.nodes.map(({ label, told }) => [folded(label), folded(`${told.type || ''} ${told.kind || ''}`)]);
const query = byId('query');
const hits = byId('hits');
let found = [];
let current = 0;

function search() {
  const words = folded(query.value).split(/\s+/).filter(Boolean);
  const matches = searched.flatMap(([label, rest], i) => (words.length && words.every((word) => label.includes(word) || rest.includes(word)) ? [i] : []));
  const rank = (i) => (searched[i][0].startsWith(words[0]) ? 0 : searched[i][0].includes(words[0]) ? 1 : 2);
  found = matches.sort((a, b) => rank(a) - rank(b) || graph.links[b].length - graph.links[a].length || a - b).slice(0, 12);
  current = 0;
  hits.replaceChildren(...found.map((i, at) => hit(i, at)));
  if (!found.length) hits.append(make('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, 'Nothing found. Try fewer words.'));
  openHits(words.length > 0);
}

function hit(i, at) {
  const { label, group, told } = data.nodes[i];
  return make('li', { role: 'option', id: `hit${at}`, 'aria-selected': 'false', onpointerdown: (event) => { event.preventDefault(); choose(at); } },
    swatch(data.groups[group]), make('span', {}, quoted(label)), make('small', {}, quoted(told.kind || told.type || '')));
}

function openHits(open) {
  hits.hidden = !open;
  query.setAttribute('aria-expanded', String(open));
  if (!open || !found.length) return query.removeAttribute('aria-activedescendant');
  found.forEach((_, at) => hits.children[at].setAttribute('aria-selected', String(at === current)));
  hits.children[current].scrollIntoView({ block: 'nearest' });
  query.setAttribute('aria-activedescendant', `hit${current}`);
}

function choose(at) {
  openHits(false);
  canvas.focus({ preventScroll: true });
  select(found[at]);
}

query.addEventListener('input', search);
query.addEventListener('focus', () => { if (query.value) search(); });
query.addEventListener('blur', () => openHits(false));
query.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) { event.preventDefault(); current = (current + step + found.length) % found.length; openHits(true); }
  else if (event.key === 'Enter' && !hits.hidden && found.length) choose(current);
  else if (event.key === 'Escape') { query.value = ''; openHits(false); canvas.focus({ preventScroll: true }); }
});

// Keyboard on the drawing

function neighbours(i) {
  const others = graph.links[i].map((j) => (data.edges[j].from === i ? data.edges[j].to : data.edges[j].from));
  return [...new Set(others)].filter((k) => k !== i && state.shown(k));
}

function walk(step) {
  if (state.selected === null) {
    const shown = data.nodes.map((_, i) => i).filter(state.shown);
    return shown.length ? select(shown.reduce((a, b) => (graph.links[b].length > graph.links[a].length ? b : a))) : undefined;
  }
  const around = neighbours(state.selected);
  if (!around.length) return say('No neighbours');
  const at = around.indexOf(state.peek);
  const next = at < 0 ? (step > 0 ? 0 : around.length - 1) : (at + step + around.length) % around.length;
  state.peek = around[next];
  drawing.refresh();
  say(`Neighbour ${next + 1} of ${around.length}: ${data.nodes[state.peek].label}`);
}

function enter() {
  if (state.peek !== null) select(state.peek);
  else panel.querySelector('h2')?.focus();
}

const KEYS = {
  ArrowRight: () => walk(1), ArrowDown: () => walk(1), ArrowLeft: () => walk(-1), ArrowUp: () => walk(-1), Enter: enter,
  '+': () => drawing.zoom(1.3), '=': () => drawing.zoom(1.3), '-': () => drawing.zoom(1 / 1.3), '−': () => drawing.zoom(1 / 1.3), 0: () => drawing.fit(),
};

canvas.addEventListener('keydown', (event) => {
  if (!Object.hasOwn(KEYS, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  KEYS[event.key]();
});
document.addEventListener('keydown', (event) => {
  if (event.target === query || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') { event.preventDefault(); query.focus(); query.select(); }
  if (event.key === 'Escape') { canvas.focus({ preventScroll: true }); pick(null, null); }
});

// Tools

const system = matchMedia('(prefers-color-scheme: dark)');

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  byId('theme').setAttribute('aria-pressed', String(dark));
  drawing?.repaint();
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    say('Link copied');
  } catch {
    say('Copy the link from the address bar');
  }
}

byId('fit').addEventListener('click', () => drawing.fit());
byId('theme').addEventListener('click', () => setTheme(document.documentElement.dataset.theme !== 'dark'));
byId('link').addEventListener('click', copyLink);
byId('link').hidden = location.protocol === 'about:'; // a frame in a notebook has no link to copy
system.addEventListener('change', () => setTheme(system.matches));

function open() {
  showLegend();
  refresh();
  if (state.selected !== null) drawing.bring(state.selected);
}

function start() {
  setTheme(system.matches);
  byId('empty').hidden = data.nodes.length > 0;
  byId('keys').hidden = !data.nodes.length;
  readAddress();
  drawing = makeCanvas(canvas, graph, state, pick);
  drawing.fit();
  makeLegend();
  open();
  addEventListener('hashchange', () => { readAddress(); open(); });
}

start();
window.__aec = { where: (name) => drawing.where(data.nodes.findIndex((node) => node.name === name)) }; // for tests: a drawing has no elements to click
