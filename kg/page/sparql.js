// Ask: SPARQL on the page's own data, by Oxigraph in WebAssembly. Only in pages made with --sparql.

const MOST_ROWS = 500;
const FIRST = 'who-committed'; // the shipped query that a reader finds written
let store = null;

// Opened when first asked, so that a page that is not asked pays nothing.
async function openStore() {
  if (store) return store;
  oxigraph.initSync({ module: await unpackedBytes(byId('wasm').textContent) });
  store = new oxigraph.Store();
  store.load(await unpacked(byId('dataset').textContent), { format: 'application/trig' });
  store.update('INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }'); // the default graph is the merge of all, as in the library
  return store;
}

function makeAsk(element, open) {
  if (!data.ask) return { refresh() {}, bring() {} };
  byId('tab-ask').hidden = false;
  const { queries } = data.ask;
  const text = make('textarea', { id: 'sparql', rows: '9', spellcheck: 'false', 'aria-label': 'SPARQL query' });
  const shipped = make('select', { id: 'shipped', onchange: () => { text.value = queries[shipped.value].text; } }, ...queries.map(({ name, summary }, k) => make('option', { value: String(k) }, `${name}: ${summary}`)));
  const answer = make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Answer' });
  const run = () => runQuery(text.value, answer, open);
  shipped.value = String(Math.max(0, queries.findIndex(({ name }) => name === FIRST)));
  text.value = queries[shipped.value].text;
  text.addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); } });
  element.append(make('div', { class: 'asking' }, make('label', {}, 'Shipped queries ', shipped), text, make('p', {}, make('button', { type: 'button', class: 'more', onclick: run }, 'Run'), make('span', { class: 'faint small' }, ' or Ctrl+Enter. It runs in this page; nothing is sent. All data to date, whatever the dates above.'))), answer);
  return { refresh() {}, bring() {} };
}

async function runQuery(text, answer, open) {
  answer.replaceChildren(make('p', { class: 'hint' }, 'Asking …'));
  const begin = performance.now();
  try {
    const engine = await openStore();
    const shown = showAnswerOf(engine, text, open);
    const took = Math.round(performance.now() - begin);
    answer.replaceChildren(make('p', { class: 'hint' }, `${shown.words}, ${took} ms`), shown.element);
    say(shown.words);
  } catch (error) {
    answer.replaceChildren(make('p', { class: 'hint', role: 'alert' }, quoted(mistakeIn(String(error?.message || error)))));
    say('The query could not be answered');
  }
}

// The parser goes on to list every character that it would have taken.
function mistakeIn(message) {
  const [where, expected = ''] = message.split(': expected ');
  if (expected.includes('Prefix not found')) return `${where}: a prefix is not declared`;
  return expected ? `${where}: expected ${expected.slice(0, 80)}${expected.length > 80 ? ' …' : ''}` : message;
}

// Our prefixes are declared already, on the first line, so that the lines are those of who asks.
function withPrefixes(text) {
  const missing = Object.entries(data.ask.prefixes).filter(([name]) => text.includes(`${name}:`) && !new RegExp(`PREFIX\\s+${name}:`, 'i').test(text));
  return missing.map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join('') + text;
}

function showAnswerOf(engine, text, open) {
  if (/^\s*(?:(?:#.*|PREFIX\s.*|BASE\s.*)\n\s*)*(?:CONSTRUCT|DESCRIBE)\b/i.test(text)) {
    const turtle = engine.query(withPrefixes(text), { results_format: 'text/turtle' });
    return { words: 'Triples', element: make('pre', {}, turtle) };
  }
  const found = JSON.parse(engine.query(withPrefixes(text), { results_format: 'json' }));
  if ('boolean' in found) return { words: found.boolean ? 'Yes' : 'No', element: '' };
  const { head: { vars }, results: { bindings } } = found;
  const rows = bindings.slice(0, MOST_ROWS).map((row) => make('tr', {}, ...vars.map((name) => make('td', { 'data-title': name }, row[name] ? termOf(row[name], open) : ''))));
  const table = make('table', {}, make('thead', {}, make('tr', {}, ...vars.map((name) => make('th', { scope: 'col' }, quoted(name))))), make('tbody', {}, ...rows));
  return { words: `${counted(bindings.length, 'row', 'rows')}${bindings.length > MOST_ROWS ? `, the first ${MOST_ROWS} shown` : ''}`, element: table };
}

// A thing that is drawn is chosen by its name; any other IRI is a link.
function termOf({ type, value }, open) {
  if (type !== 'uri') return quoted(value);
  const name = curieOf(value);
  return numberOf.has(name) ? nodeButton(numberOf.get(name), open) : webLink(value, name);
}

function curieOf(iri) {
  const [prefix, base] = Object.entries(data.ask.prefixes).find(([, start]) => iri.startsWith(start)) || [];
  return prefix ? `${prefix}:${iri.slice(base.length)}` : iri;
}
