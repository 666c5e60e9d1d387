// The timeline: a bar for each commitment in view, by holder or technology; only the rows on screen are made.

const ROW = 30;
const MARKS = { superseded: '◆', terminated: '×', 'event occurred': '×', expired: '|' };

function makeTimeline(element, open) {
  const head = make('div', { class: 'axis', 'aria-hidden': 'true' });
  const rows = make('ul', { class: 'rows', 'aria-label': 'Commitments' });
  const scroll = make('div', { class: 'scroll' }, head, rows);
  const by = make('select', { id: 'group', onchange: () => { state.group = by.value; changed(`Grouped by ${by.value}`); } },
    make('option', { value: 'holder' }, 'holder'), make('option', { value: 'technology' }, 'technology'));
  element.append(make('p', { class: 'hint' }, make('label', {}, 'By ', by), timelineKey()), scroll);
  let lines = [];
  let drawn = '';
  let whole = false; // on paper nothing can be scrolled to
  for (const [event, all] of [['beforeprint', true], ['afterprint', false]]) addEventListener(event, () => { whole = all; refresh(); });

  function refresh() {
    if (element.hidden) return;
    by.value = state.group;
    lines = timelineRows();
    drawn = '';
    const high = rowHeight(element);
    rows.style.height = `${lines.length * high}px`;
    showAxis(head, element);
    showRows();
    element.classList.toggle('bare', !lines.length);
  }
  function showRows() {
    const high = rowHeight(element);
    const first = whole ? 0 : Math.max(0, Math.floor(scroll.scrollTop / high) - 4);
    const last = whole ? lines.length : Math.min(lines.length, first + Math.ceil(scroll.clientHeight / high) + 8);
    if (drawn === `${first}-${last}`) return;
    drawn = `${first}-${last}`;
    const focused = document.activeElement?.closest?.('.rows') === rows ? document.activeElement.dataset.node : null;
    rows.replaceChildren(...lines.slice(first, last).map((line, k) => rowOf(line, first + k, high, element, open)));
    if (focused) rows.querySelector(`[data-node="${focused}"]`)?.focus({ preventScroll: true });
  }
  function step(way) {
    const at = lines.findIndex(({ node }) => String(node) === document.activeElement?.dataset?.node);
    let next = at + way;
    while (lines[next] && lines[next].node === undefined) next += way;
    if (!lines[next]) return;
    bringRow(next);
    rows.querySelector(`[data-node="${lines[next].node}"]`)?.focus({ preventScroll: true });
  }
  function bringRow(at) {
    const high = rowHeight(element);
    if (at * high < scroll.scrollTop || (at + 1) * high > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = Math.max(0, at * high - scroll.clientHeight / 3);
    showRows();
  }
  scroll.addEventListener('scroll', showRows, { passive: true });
  rows.addEventListener('keydown', (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way) { event.preventDefault(); step(way); }
  });
  return {
    refresh,
    bring: (i) => { const at = lines.findIndex(({ node }) => node === i); if (at >= 0) bringRow(at); },
    reset: () => { scroll.scrollTop = 0; },
    rows: () => lines,
  };
}

const rowHeight = (element) => (element.clientWidth < 560 ? ROW + 20 : ROW);

function timelineKey() {
  const told = ['in force', 'unknown', 'ended'].flatMap((status) => [statusSwatch(status), `${IN_WORDS[status]} `]);
  return make('span', { class: 'key' }, ...told, make('span', {}, '● made  ◆ replaced  × stopped  | ran out  ▲ breach, △ keeping reported'));
}

// Headings and commitments in turn: groups by name, in each the earliest first.
function timelineRows() {
  const found = new Map();
  nodes.forEach((node, i) => {
    if (!node.moments || !state.shown(i)) return;
    const heads = state.group === 'technology' ? technologiesOf(i) : holdersOf(i);
    const name = named(labels(heads), 2) || 'Not stated';
    if (!found.has(name)) found.set(name, []);
    found.get(name).push(i);
  });
  const startOf = (i) => momentAt(nodes[i], state.by).starts || '9';
  const sorted = [...found].sort(([a], [b]) => a.localeCompare(b, 'en'));
  return sorted.flatMap(([name, members]) => [{ name }, ...members.sort((a, b) => (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : a - b)).map((node) => ({ node, name }))]);
}

// The years shown: from the first start in view to a year after the last thing of note.
let axisCache = { key: '', first: 0, last: 1 };

function axis() {
  const key = `${state.by}|${state.on}|${state.scope?.size}|${nodes.filter((_, i) => state.shown(i)).length}`;
  if (axisCache.key === key) return axisCache;
  const days = [today, state.on];
  nodes.forEach((node, i) => {
    if (!node.moments || !state.shown(i)) return;
    const { spans } = momentAt(node, state.by);
    if (spans[2]) days.push(spans[2], ...(spans.length > 4 ? [spans.at(-2)] : []));
  });
  const sorted = days.filter((day) => day > '1990' && day < '2060').sort();
  axisCache = { key, first: dayNumber(sorted[0]) - 150, last: dayNumber(sorted.at(-1)) + 150 };
  return axisCache;
}

const across = (day, width) => { const { first, last } = axis(); return ((Math.min(Math.max(dayNumber(day), first), last) - first) / (last - first)) * width; };

function barWidth(element) {
  const wide = element.clientWidth - 24; // the scroll bar and the rim
  return element.clientWidth < 560 ? wide : Math.max(120, Math.round(wide * 0.56));
}

function years() {
  const { first, last } = axis();
  const [from, to] = [Number(isoDay(first).slice(0, 4)) + 1, Number(isoDay(last).slice(0, 4))];
  return Array.from({ length: to - from + 1 }, (_, k) => from + k);
}

// Years that can stand side by side without touching.
const yearsWithRoom = (width) => { const all = years(); const each = Math.ceil(44 / (width / Math.max(1, all.length))); return all.filter((year) => year % each === 0); };

function showAxis(head, element) {
  const width = barWidth(element);
  const ticks = yearsWithRoom(width).map((year) => svg('text', { x: across(`${year}-01-01`, width), y: 13, class: 'tick', 'text-anchor': 'middle' }, String(year)));
  const on = across(state.on, width);
  const label = svg('text', { x: on, y: 27, class: 'tick on', 'text-anchor': on < 50 ? 'start' : on > width - 50 ? 'end' : 'middle' }, dateInWords(state.on));
  const whole = svg('svg', { width, height: 30 }, ...ticks, label);
  const rest = [[today, 'today'], [state.by, 'known by']].reduce((shown, [day, text]) => (shown.every(([other]) => Math.abs(across(other, width) - across(day, width)) > 85) ? [...shown, [day, text]] : shown), [[state.on, '']]);
  for (const [day, text] of rest.slice(1)) whole.append(svg('text', { x: across(day, width), y: 27, class: 'tick', 'text-anchor': across(day, width) > width - 40 ? 'end' : 'middle' }, text));
  head.replaceChildren(whole);
}

function rowOf(line, at, high, element, open) {
  const row = make('li', line.node === undefined ? { class: 'group' } : {});
  row.style.top = `${at * high}px`;
  row.style.height = `${high}px`;
  const width = barWidth(element);
  if (line.node === undefined) row.append(make('h3', {}, quoted(line.name)), grid(width, high));
  else row.append(rowButton(line.node, open), bar(line.node, width, high));
  return row;
}

function rowButton(i, open) {
  const button = make('button', { type: 'button', class: 'node', 'data-node': String(i), title: nodes[i].label, onclick: () => open(i) }, swatchOf(i), make('span', {}, quoted(nodes[i].label)));
  button.append(make('span', { class: 'unseen' }, `: ${spansInWords(i)}`));
  if (i === state.selected) button.setAttribute('aria-current', 'true');
  return button;
}

function spansInWords(i) {
  const { spans } = momentAt(nodes[i], state.by);
  const told = [];
  for (let k = 0; k < spans.length; k += 2) {
    const [status] = data.time.statuses[spans[k + 1]];
    if (status !== 'not yet') told.push(`${IN_WORDS[status].toLowerCase()}${spans[k] ? ` from ${dateInWords(spans[k])}` : ''}`);
  }
  return told.join(', ');
}

// Lines for years, today, and the chosen days.
function grid(width, high) {
  const whole = svg('svg', { width, height: high, class: 'bar', 'aria-hidden': 'true' });
  const top = high < 40 ? 0 : high - 26; // on a phone the label stands above
  for (const year of yearsWithRoom(width)) { const x = across(`${year}-01-01`, width); whole.append(svg('line', { x1: x, x2: x, y1: top, y2: high, stroke: colour('line') })); }
  const lines = [[today, 'faint', '2 3'], [state.by, 'faint', '6 3'], [state.on, 'accent', '']];
  for (const [day, name, dash] of lines) { const x = across(day, width); whole.append(svg('line', { x1: x, x2: x, y1: top, y2: high, stroke: colour(name), 'stroke-width': name === 'accent' ? 2 : 1, 'stroke-dasharray': dash })); }
  return whole;
}

function bar(i, width, high) {
  const whole = grid(width, high);
  const moment = momentAt(nodes[i], state.by);
  const middle = high < 40 ? high / 2 : high - 14;
  const { spans } = moment;
  const marks = [];
  for (let k = 0; k < spans.length; k += 2) {
    const [status, reason] = data.time.statuses[spans[k + 1]];
    const [from, to] = [spans[k] ? across(spans[k], width) : 0, spans[k + 2] ? across(spans[k + 2], width) : width];
    if (status !== 'not yet' && to > from) whole.prepend(...segment(status, from, to, middle));
    if (spans[k] && status === 'ended') marks.push([from, MARKS[reason] || '|']);
    else if (spans[k] && k === 2) marks.push([from, '●']);
  }
  const kept = moment.kept || [];
  for (let k = 0; k < kept.length; k += 2) if (kept[k] && kept[k + 1] !== 'no report') marks.push([across(kept[k], width), kept[k + 1].includes('breached') ? '▲' : '△']);
  for (const [x, sign] of marks) whole.append(svg('text', { x, y: middle + 4, 'text-anchor': 'middle', 'font-size': 11, fill: colour('ink'), stroke: colour('paper'), 'stroke-width': 2.5, 'paint-order': 'stroke' }, sign));
  return whole;
}

function segment(status, from, to, middle) {
  const name = colour(STATUS_COLOURS[status]);
  const box = { x: from, width: Math.max(1, to - from) };
  if (status === 'in force') return [svg('rect', { ...box, y: middle - 6, height: 12, fill: name })];
  if (status === 'ended') return [svg('rect', { ...box, y: middle - 1, height: 2, fill: name, opacity: 0.55 })];
  return [svg('rect', { ...box, y: middle - 5.5, height: 11, fill: colour('paper'), stroke: name }), svg('path', { d: hatching(box.x, box.x + box.width, middle), stroke: name, fill: 'none' })];
}

function hatching(from, to, middle) {
  let path = '';
  for (let x = from + 4; x < to; x += 7) path += `M${x.toFixed(1)} ${middle + 5}L${Math.min(to, x + 6).toFixed(1)} ${middle - 5}`;
  return path;
}
