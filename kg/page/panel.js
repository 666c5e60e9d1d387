// The details of what is selected: what is claimed, when, whether it holds, and who says so.

const APART = new Set(['label', 'type', 'kind', 'note', 'status', 'reason', 'sources', 'exceptions', 'iri']); // shown in places of their own
const FEW = 40; // neighbours of one relation shown at first

// open(i) is called when the reader chooses a neighbour.
function showNode(panel, graph, state, i, open) {
  const { told, label } = graph.data.nodes[i];
  const parts = [kicker(told), make('h2', { tabindex: '-1' }, quoted(label))];
  if (told.note) parts.push(make('p', { class: 'note' }, quoted(told.note)));
  if (told.status) parts.push(status(told));
  parts.push(factList(told));
  if (told.exceptions) parts.push(section('Exceptions', list(told.exceptions.split('; '))));
  if (told.sources) parts.push(section('Sources', sourceList(told.sources)));
  for (const relation of relations(graph, state, i)) parts.push(relationSection(graph, relation, open));
  parts.push(make('p', { class: 'identifier' }, quoted(told.iri || graph.data.nodes[i].name)));
  panel.replaceChildren(...parts);
}

function showEdge(panel, graph, j, open) {
  const { from, to, told } = graph.data.edges[j];
  const parts = [
    make('p', { class: 'kicker' }, 'Claim'),
    make('h2', { tabindex: '-1' }, nodeButton(graph, from, open), make('span', { class: 'says' }, ' ', quoted(relationName(told)), ' '), nodeButton(graph, to, open)),
    factList(told),
    told.sources ? section('Sources', sourceList(told.sources)) : make('p', { class: 'faint' }, 'No source is given for this link.'),
  ];
  panel.replaceChildren(...parts);
}

function showNothing(panel) {
  panel.replaceChildren(
    make('p', { class: 'kicker' }, 'How to read this'),
    make('p', {}, 'Every shape is an actor, a claim or a source; every line says how two of them are related. Choose one to read what is claimed, when, and who says so.'),
    make('p', { class: 'faint' }, 'An outline of dashes is something that is not there: a promise not made, a question not answered.'),
  );
}

function kicker(told) {
  const line = make('p', { class: 'kicker' }, quoted(told.type || 'Not stated'));
  if (told.kind) line.append(' · ', quoted(told.kind));
  return line;
}

function status(told) {
  const block = make('p', { class: 'status' }, make('strong', {}, quoted(told.status)));
  if (told.reason) block.append(' — ', quoted(told.reason));
  return block;
}

function factList(told) {
  const facts = make('dl');
  const known = Object.keys(NAMES);
  const names = Object.keys(told).filter((name) => !APART.has(name));
  for (const name of [...known.filter((each) => names.includes(each)), ...names.filter((each) => !known.includes(each))]) {
    const shown = name === 'url' ? webLink(told.url) : quoted(inWords(told[name]));
    facts.append(make('dt', {}, quoted(nameInWords(name))), make('dd', {}, shown));
  }
  return facts.childElementCount ? facts : '';
}

const section = (title, ...content) => make('section', {}, make('h3', {}, title), ...content);

const list = (texts) => make('ul', {}, ...texts.map((text) => make('li', {}, quoted(text))));

const relationName = (told) => told.label || told.type || 'linked with';

// Edges of node i that are shown, grouped by what they say and in which direction.
function relations(graph, state, i) {
  const found = new Map();
  for (const j of graph.links[i]) {
    const { from, to, told } = graph.data.edges[j];
    const other = from === i ? to : from;
    if (!state.shown(other)) continue;
    const outward = from === i || !graph.data.directed;
    const key = `${outward}${relationName(told)}`;
    if (!found.has(key)) found.set(key, { name: relationName(told), outward, links: [] });
    found.get(key).links.push({ other, told });
  }
  return [...found.values()].sort((a, b) => b.outward - a.outward);
}

function relationSection(graph, { name, outward, links }, open) {
  const arrow = !graph.data.directed ? '' : outward ? '→ ' : '← ';
  const title = make('h3', {}, make('span', { 'aria-hidden': 'true' }, arrow), quoted(name));
  if (!outward) title.append(make('span', { class: 'unseen' }, ' (said of this by)'));
  const items = make('ul', { class: 'claims' }, ...links.slice(0, FEW).map((link) => claim(graph, link, open)));
  const whole = make('section', {}, title, items);
  if (links.length > FEW) {
    const more = make('button', { type: 'button', onclick: () => { items.append(...links.slice(FEW).map((link) => claim(graph, link, open))); more.remove(); } }, `Show all ${links.length}`);
    whole.append(more);
  }
  return whole;
}

function claim(graph, { other, told }, open) {
  const item = make('li', {}, nodeButton(graph, other, open));
  const more = Object.fromEntries(Object.entries(told).filter(([name]) => name !== 'label' && name !== 'type'));
  item.append(factList(more));
  if (told.sources) item.append(sourceList(told.sources));
  return item;
}

function nodeButton(graph, i, open) {
  const { label, group } = graph.data.nodes[i];
  return make('button', { type: 'button', class: 'node', onclick: () => open(i) }, swatch(graph.data.groups[group]), make('span', {}, quoted(label)));
}

const OUTLINES = {
  dot: 'M7 1.5a5.5 5.5 0 1 0 .01 0z', square: 'M2 2h10v10H2z', triangle: 'M7 1.5l6 11H1z', triangleDown: 'M1 2h12L7 13z', diamond: 'M7 .5L13.5 7 7 13.5.5 7z',
  star: 'M7 .5l1.9 4.2 4.6.5-3.4 3.1.9 4.6-4-2.4-4 2.4.9-4.6L.5 5.2l4.6-.5z', hexagon: 'M3.8 1.5h6.4L13.4 7l-3.2 5.5H3.8L.6 7z',
};

function swatch({ shape, colour: name, dashed }) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS(svg.namespaceURI, 'path');
  svg.setAttribute('viewBox', '0 0 14 14');
  svg.setAttribute('class', dashed ? 'swatch dashed' : 'swatch');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', OUTLINES[shape]);
  path.setAttribute('class', name);
  svg.append(path);
  return svg;
}
