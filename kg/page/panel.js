// The details of what is selected: what is claimed, when, whether it holds, and who says so.

const APART_FROM_FACTS = new Set(['label', 'type', 'kind', 'note', 'status', 'reason', 'sources', 'exceptions', 'iri', 'kept', 'last_report', 'on', 'known_by']); // shown in places of their own
const DATED = new Set(['announced', 'from', 'until']); // of a commitment told as known on the chosen day
const FEW = 40; // neighbours of one relation shown at first

// What an edge says, read from its start and from its end.
const READ = {
  'commits to': ['Commits to', 'Held by'], refused: ['Turned down', 'Turned down by'], asks: ['Asks', 'Asked by'], fears: ['Fears', 'Feared by'], 'has not': ['Has not', 'Said not to have acted'],
  about: ['About', 'Claims about this'], except: ['Except', 'Exception to'], 'asked of': ['Asked of', 'What is asked of it'], 'responds to': ['Responds to', 'What followed'],
  supersedes: ['Replaces', 'Replaced by'], under: ['Under', 'Made under it'], said: ['Said', 'Said by'], 'is part of': ['Part of', 'Its parts'],
  'works or worked for': ['Works or worked for', 'People'], judges: ['Judges', 'Judged by'], sponsors: ['Sponsors', 'Sponsored by'], says: ['Says', 'Reported by'],
};

function showNode(panel, i, open) {
  const [told, { label }] = [toldOf(i), nodes[i]];
  const now = statusNow(i);
  const parts = [kicker(i), make('h2', { tabindex: '-1' }, quoted(label)), actions(i)];
  if (told.note) parts.push(make('p', { class: 'note' }, quoted(told.note)));
  if (now) parts.push(statusBlock(now));
  else if (told.status) parts.push(make('p', { class: 'status' }, make('strong', {}, quoted(told.status)), told.reason ? ' — ' : '', quoted(told.reason || '')));
  parts.push(factList({ ...told, ...(now && { starts: now.starts, ends: now.ends }) }, now ? DATED : new Set()));
  if (told.exceptions) parts.push(section('Exceptions', list(told.exceptions.split('; '))));
  const sources = sourcesOf(i);
  if (sources.length) parts.push(section(`${counted(sources.length, 'source', 'sources')} known by then`.replace(timed ? '' : ' known by then', ''), sourceList(sources)));
  for (const relation of relations(i)) parts.push(relationSection(relation, open, sources.length > 0));
  if (isClaim(i)) parts.push(takeDown('Cite this claim', citation(i)), takeDown('Report an error', report(i)));
  parts.push(make('p', { class: 'identifier' }, quoted(iriOf(i))));
  panel.replaceChildren(...parts);
}

function showEdge(panel, j, open) {
  const { from, to, told } = edges[j];
  panel.replaceChildren(
    make('p', { class: 'kicker' }, 'Claim'),
    make('h2', { tabindex: '-1' }, nodeButton(from, open), make('span', { class: 'says' }, ' ', quoted(relationName(told)), ' '), nodeButton(to, open)),
    factList(told),
    told.sources ? section('Sources', sourceList(linesKnown(told.sources))) : make('p', { class: 'faint' }, 'No source is given for this link.'),
  );
}

function showNothing(panel) {
  panel.replaceChildren(
    make('p', { class: 'kicker' }, 'How to read this'),
    make('p', {}, 'Every shape is an actor, a claim or a source; every line says how two of them are related. Choose one to read what is claimed, when, and who says so.'),
    make('p', { class: 'faint' }, 'A double click, or Enter, brings its hidden neighbours into view. An outline of dashes is something that is not there: a promise not made, a question not answered.'),
  );
}

function showSteps(panel, [from, to], open) {
  const steps = findPath(from, to);
  const items = steps.slice(1).map((i, k) => {
    const j = linkBetween(steps[k], i);
    if (j === undefined) return make('li', {}, 'No link on these dates');
    const outward = edges[j].from === steps[k];
    const says = READ[edges[j].told.type]?.[outward ? 0 : 1] || relationName(edges[j].told);
    return make('li', {}, make('span', { class: 'faint' }, `${says} `), nodeButton(i, open), sourceList(linesKnown(edges[j].told.sources).slice(0, 1)));
  });
  panel.replaceChildren(make('p', { class: 'kicker' }, 'Path'), make('h2', { tabindex: '-1' }, nodeButton(from, open)), make('ol', { class: 'steps' }, ...items));
}

function kicker(i) {
  const told = toldOf(i);
  const line = make('p', { class: 'kicker' }, quoted(told.type || 'Not stated'));
  if (told.kind) line.append(' · ', quoted(told.kind));
  return line;
}

function actions(i) {
  const waiting = hiddenNeighbours(i).length;
  const buttons = [
    waiting && make('button', { type: 'button', onclick: () => expand(i) }, `Show ${waiting} hidden`),
    state.focus !== i && make('button', { type: 'button', onclick: () => focusOn(i) }, 'Only this'),
    make('button', { type: 'button', onclick: () => startPath(i) }, 'Path to …'),
    make('button', { type: 'button', onclick: () => pick(null, null) }, 'Close'),
  ];
  return make('p', { class: 'actions' }, ...buttons.filter(Boolean));
}

function statusBlock(now) {
  const block = make('p', { class: `status status-${now.status.replace(' ', '-')}` }, statusSwatch(now.status), make('strong', {}, IN_WORDS[now.status]), ` — ${now.reason}. `);
  const during = [now.since && `from ${dateInWords(now.since)}`, now.until && `to ${dateInWords(isoDay(dayNumber(now.until) - 1))}`].filter(Boolean).join(' ');
  block.append(`${datesInWords()} `, during && `So ${during}. `, `Last reported ${inWords(now.report)}. `);
  if (now.disagree) block.append(make('strong', { class: 'mark' }, 'Sources disagree on its dates or its end. '));
  block.append(make('span', {}, 'Kept or not: ', make('strong', {}, now.kept), '.'));
  return block;
}

function factList(told, leave = new Set()) {
  const facts = make('dl');
  const order = Object.keys(NAMES);
  const names = Object.keys(told).filter((name) => !APART_FROM_FACTS.has(name) && !leave.has(name) && told[name]);
  for (const name of [...order.filter((each) => names.includes(each)), ...names.filter((each) => !order.includes(each))]) {
    const shown = name === 'url' ? webLink(told.url) : quoted(inWords(told[name]));
    facts.append(make('dt', {}, quoted(nameInWords(name))), make('dd', {}, shown));
  }
  return facts.childElementCount ? facts : '';
}

const section = (title, ...content) => make('section', {}, make('h3', {}, title), ...content);

const list = (texts) => make('ul', {}, ...texts.map((text) => make('li', {}, quoted(text))));

const relationName = (told) => told.label || told.type || 'linked with';

// The lines of all sources of a claim that were known by then, the earliest first, each once.
function sourcesOf(i) {
  const told = isClaim(i) ? graph.links[i].filter((j) => alive.edges[j]).flatMap((j) => linesKnown(edges[j].told.sources)) : [];
  const when = (line) => line.split('\t')[2] || '';
  return [...new Set([...linesKnown(nodes[i].told.sources), ...told])].sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0));
}

// Edges of node i that are shown, grouped by what they say and in which direction.
function relations(i) {
  const found = new Map();
  for (const j of graph.links[i]) {
    const { from, told } = edges[j];
    const other = otherEnd(j, i);
    if (!alive.edges[j] || !fits[other]) continue;
    const outward = from === i || !data.directed;
    const name = relationName(told);
    const key = `${outward}${name}`;
    if (!found.has(key)) found.set(key, { name, title: READ[told.type]?.[outward ? 0 : 1] || name, outward, links: [] });
    found.get(key).links.push({ other, told });
  }
  return [...found.values()].sort((a, b) => a.outward - b.outward);
}

function relationSection({ name, title, outward, links }, open, bare) {
  const arrow = title !== name || !data.directed ? '' : outward ? '→ ' : '← ';
  const heading = make('h3', {}, make('span', { 'aria-hidden': 'true' }, arrow), quoted(title));
  if (title === name && !outward) heading.append(make('span', { class: 'unseen' }, ' (said of this by)'));
  if (links.length > 3) heading.append(` (${links.length})`);
  const items = make('ul', { class: 'claims' }, ...links.slice(0, FEW).map((link) => claim(link, open, bare)));
  const whole = make('section', {}, heading, items);
  if (links.length > FEW) {
    const more = make('button', { type: 'button', class: 'more', onclick: () => { items.append(...links.slice(FEW).map((link) => claim(link, open, bare))); more.remove(); } }, `Show all ${links.length}`);
    whole.append(more);
  }
  return whole;
}

function claim({ other, told }, open, bare) {
  const item = make('li', {}, nodeButton(other, open));
  item.append(factList(Object.fromEntries(Object.entries(told).filter(([name]) => name !== 'label' && name !== 'type'))));
  if (told.sources && !bare) item.append(...firstSources(linesKnown(told.sources)));
  return item;
}

// Two are enough beside a link; the rest unfold.
function firstSources(lines) {
  if (lines.length < 4) return [sourceList(lines)];
  const whole = sourceList(lines.slice(0, 2));
  const more = make('button', { type: 'button', class: 'more', onclick: () => { whole.replaceWith(sourceList(lines)); more.remove(); } }, `${lines.length - 2} more sources`);
  return [whole, more];
}

function nodeButton(i, open) {
  const now = statusNow(i);
  const text = make('span', {}, quoted(nodes[i].label));
  if (now) text.append(make('span', { class: 'unseen' }, ` (${IN_WORDS[now.status]})`));
  return make('button', { type: 'button', class: 'node', onclick: () => open(i) }, swatchOf(i), text);
}

// Text to take away, folded up until asked for.
function takeDown(title, text) {
  const box = make('textarea', { readonly: '', rows: '6', 'aria-label': title }, text);
  return make('details', { class: 'take' }, make('summary', {}, title), box, make('button', { type: 'button', onclick: () => copy(text, 'Text') }, 'Copy'));
}

function sourceInWords(line) {
  const [title, publisher, issued, locator, address] = line.split('\t');
  return `"${title}", ${[publisher, issued && inWords(issued), locator, address].filter(Boolean).join(', ')}`;
}

function citation(i) {
  const now = statusNow(i);
  const holds = now ? ` ${IN_WORDS[now.status]} (${now.reason}). ${datesInWords()}` : '';
  return `${nodes[i].label}.${holds} AEC, open knowledge graph of AI-ethics actors and commitments, ${nodes[i].name}. Sources: ${sourcesOf(i).map(sourceInWords).join('; ')}.`;
}

function report(i) {
  return [`Claim: ${nodes[i].name} (${nodes[i].label})`, datesInWords(), 'Sources in the data:', ...sourcesOf(i).map((line) => `- ${sourceInWords(line)}`), 'What is wrong: ', 'A source that says so, and where in it: '].filter(Boolean).join('\n');
}
