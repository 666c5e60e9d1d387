// The table: the same selection as rows that can be sorted, read aloud and copied.

const ROWS = 200; // at first; the rest on request
const COLUMNS = {
  name: ['Name', (i) => nodes[i].label],
  type: ['Type', (i) => [nodes[i].told.type, toldOf(i).kind].filter(Boolean).join(': ')],
  holder: ['Holder', (i) => named(labels(holdersOf(i)), 3)],
  status: ['Status', (i) => { const now = statusNow(i); return now ? IN_WORDS[now.status] : nodes[i].told.status || ''; }],
  starts: ['From', (i) => statusNow(i)?.starts || nodes[i].told.announced || nodes[i].told.as_of || nodes[i].told.occurred || ''],
  ends: ['Until', (i) => statusNow(i)?.ends || ''],
  report: ['Last report', (i) => statusNow(i)?.report || ''],
};

function makeTable(element, open) {
  const body = make('tbody');
  const more = make('button', { type: 'button', class: 'more', onclick: () => { limit = Infinity; refresh(); } });
  const heads = Object.entries(COLUMNS).map(([key, [title]]) => make('th', { scope: 'col' }, make('button', { type: 'button', onclick: () => sortBy(key) }, title)));
  const table = make('table', {}, make('caption', { class: 'unseen' }, 'What is shown, one row each'), make('thead', {}, make('tr', {}, ...heads)), body);
  element.append(make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of what is shown' }, table, more));
  let [sorted, down, limit] = ['type', false, ROWS];

  function sortBy(key) {
    [down, sorted] = [key === sorted && !down, key];
    refresh();
    say(`Sorted by ${COLUMNS[key][0]}, ${down ? 'descending' : 'ascending'}`);
  }
  function refresh() {
    const rows = tableRows(sorted, down);
    heads.forEach((head, k) => head.setAttribute('aria-sort', Object.keys(COLUMNS)[k] === sorted ? (down ? 'descending' : 'ascending') : 'none'));
    body.replaceChildren(...rows.slice(0, limit).map((i) => tableRow(i, open)));
    more.hidden = rows.length <= limit;
    more.textContent = `Show all ${rows.length.toLocaleString('en')} rows`;
  }
  return {
    refresh,
    bring: (i) => body.querySelector(`[data-node="${i}"]`)?.scrollIntoView({ block: 'nearest' }),
    reset: () => { limit = ROWS; },
  };
}

// Claims before who holds them; dates sort as they are written, so the year comes first.
function tableRows(key, down) {
  const value = COLUMNS[key][1];
  const rows = nodes.map((_, i) => i).filter(state.shown).map((i) => [value(i), i]);
  const sign = down ? -1 : 1;
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  const empty = ([text]) => (text ? 0 : 1);
  return rows.sort((a, b) => empty(a) - empty(b) || sign * compare(a[0], b[0]) || a[1] - b[1]).map(([, i]) => i);
}

function tableRow(i, open) {
  const cells = Object.entries(COLUMNS).map(([key, [title, value]]) => {
    if (key === 'name') return make('th', { scope: 'row' }, nodeButton(i, open));
    const text = value(i);
    if (key === 'status') return make('td', { 'data-title': title }, quoted(text), text ? make('small', {}, quoted(statusNow(i)?.reason || nodes[i].told.reason || '')) : '');
    return make('td', { 'data-title': title }, key === 'starts' || key === 'ends' || key === 'report' ? quoted(inWords(text)) : quoted(text));
  });
  const row = make('tr', { 'data-node': String(i) }, ...cells);
  if (i === state.selected) row.setAttribute('aria-current', 'true');
  return row;
}
