// Legend and filters: what each sign means, how many there are on these dates, and what to leave out.

const FACET_NAMES = { status: 'Status', kind: 'Kind', family: 'Family', initiative: 'Initiative', place: 'Place', year: 'Year' };
const SHORT = 8; // values of a facet listed at first
const boxes = {}; // facet: where its values are listed, and whether all are

function makeFilters() {
  const rows = groups.map((group, i) => {
    const box = make('input', { type: 'checkbox', onchange: () => filterType(i, box.checked) });
    return make('label', {}, box, swatch(group), make('span', {}, quoted(group.name)), make('span', { class: 'count' }));
  });
  const types = make('fieldset', { id: 'types' }, make('legend', {}, 'Shown'), ...rows);
  byId('legend').append(rows.length ? types : '', ...Object.keys(FACETS).map(facetBox));
}

function facetBox(facet) {
  const values = make('div', {});
  const box = make('details', { class: 'facet' }, make('summary', {}, FACET_NAMES[facet]), make('fieldset', {}, make('legend', { class: 'unseen' }, `Only with this ${facet}`), values));
  box.open = facet === 'status';
  box.addEventListener('toggle', showFilters);
  boxes[facet] = { box, values, all: false };
  return box;
}

const inReachNow = (i) => (state.scope === null || state.scope.has(i)) && alive.nodes[i] === 1;

function showFilters() {
  const inReach = nodes.map((_, i) => i).filter((i) => inReachNow(i) && (visible[i] || !fits[i]));
  const counts = new Array(groups.length).fill(0);
  for (const i of inReach) counts[nodes[i].group] += 1;
  byId('legend').querySelectorAll('#types label').forEach((label, i) => {
    label.querySelector('input').checked = !state.off.has(i);
    label.hidden = !counts[i] && !state.off.has(i);
    label.querySelector('.count').textContent = counts[i].toLocaleString('en');
  });
  for (const facet of Object.keys(FACETS)) showFacet(facet, inReach);
}

function showFacet(facet, inReach) {
  const { box, values, all } = boxes[facet];
  const chosen = state.only[facet];
  if (!box.open && box.dataset.known) return markFacet(facet);
  const counts = new Map([...chosen].map((value) => [value, 0]));
  for (const i of inReach) for (const value of FACETS[facet](i)) counts.set(value, (counts.get(value) || 0) + 1);
  const order = facet === 'year' ? ([a], [b]) => (a < b ? 1 : -1) : facet === 'status' ? ([a], [b]) => STATUSES.indexOf(a) - STATUSES.indexOf(b) : ([a, n], [b, m]) => m - n || (a < b ? -1 : 1);
  const sorted = [...counts].sort(order);
  box.hidden = !sorted.length;
  box.dataset.known = '1';
  const shown = all ? sorted : sorted.filter(([value], k) => k < SHORT || chosen.has(value));
  const focused = document.activeElement?.closest?.('.facet') === box ? document.activeElement.dataset.value : null;
  values.replaceChildren(...shown.map(([value, count]) => facetRow(facet, value, count)));
  if (sorted.length > shown.length) values.append(make('button', { type: 'button', class: 'more', onclick: () => { boxes[facet].all = true; showFilters(); } }, `All ${sorted.length}`));
  if (focused) values.querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
  return markFacet(facet);
}

function markFacet(facet) {
  const { box } = boxes[facet];
  const chosen = state.only[facet].size;
  box.querySelector('summary').textContent = chosen ? `${FACET_NAMES[facet]} · ${chosen} chosen` : FACET_NAMES[facet];
}

function facetRow(facet, value, count) {
  const tick = make('input', { type: 'checkbox', 'data-value': value, onchange: () => filterFacet(facet, value, tick.checked) });
  tick.checked = state.only[facet].has(value);
  const name = facet === 'status' ? IN_WORDS[value] : value;
  return make('label', {}, tick, facet === 'status' ? statusSwatch(value) : '', make('span', {}, quoted(name)), make('span', { class: 'count' }, count.toLocaleString('en')));
}

function filterType(i, wanted) {
  if (wanted) state.off.delete(i); else state.off.add(i);
  leaveHidden(`${groups[i].name} ${wanted ? 'shown' : 'hidden'}`);
}

function filterFacet(facet, value, wanted) {
  if (wanted) state.only[facet].add(value); else state.only[facet].delete(value);
  leaveHidden(state.only[facet].size ? `Only claims with ${facet} ${[...state.only[facet]].join(' or ')}` : `Every ${facet}`);
}

function leaveHidden(said) {
  sift();
  look();
  if (state.selected !== null && !state.shown(state.selected)) state.selected = null;
  state.edge = state.peek = null;
  changed(said);
}
