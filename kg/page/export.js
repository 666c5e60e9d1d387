// What can be taken away: the view as a picture, the selection as rows or linked data.

// Speaks a small part of the canvas language and writes SVG, so that screen and picture are drawn by the same lines.
function svgPen() {
  const ruler = document.createElement('canvas').getContext('2d');
  const parts = [];
  let [path, dash] = ['', ''];
  const kept = [];
  const pen = { fillStyle: '#000', strokeStyle: '#000', lineWidth: 1, globalAlpha: 1, font: '12px sans-serif', textAlign: 'center', textBaseline: 'top', lineJoin: 'round' };
  const own = Object.keys(pen);
  const number = (value) => Number(value.toFixed(1));
  const text = (words, x, y, paint) => {
    const size = parseFloat(/([\d.]+)px/.exec(pen.font)[1]);
    const style = `${/italic/.test(pen.font) ? ' font-style="italic"' : ''}${/600/.test(pen.font) ? ' font-weight="600"' : ''}`;
    parts.push(`<text x="${number(x)}" y="${number(y + size * 0.9)}" font-size="${number(size)}" text-anchor="middle"${style} ${paint}>${escaped(words)}</text>`);
  };
  return Object.assign(pen, {
    parts,
    save() { kept.push(own.map((name) => pen[name])); },
    restore() { dash = ''; kept.pop().forEach((value, k) => { pen[own[k]] = value; }); },
    setLineDash(lengths) { dash = lengths.length ? ` stroke-dasharray="${lengths.map(number).join(' ')}"` : ''; },
    beginPath() { path = ''; },
    moveTo(x, y) { path += `M${number(x)} ${number(y)}`; },
    lineTo(x, y) { path += `L${number(x)} ${number(y)}`; },
    quadraticCurveTo(cx, cy, x, y) { path += `Q${number(cx)} ${number(cy)} ${number(x)} ${number(y)}`; },
    arc(x, y, r) { path += `M${number(x - r)} ${number(y)}a${number(r)} ${number(r)} 0 1 0 ${number(2 * r)} 0a${number(r)} ${number(r)} 0 1 0 ${number(-2 * r)} 0z`; },
    closePath() { path += 'z'; },
    fill() { parts.push(`<path d="${path}" fill="${pen.fillStyle}"/>`); },
    stroke() { parts.push(`<path d="${path}" fill="none" stroke="${pen.strokeStyle}" stroke-width="${number(pen.lineWidth)}"${dash}/>`); },
    measureText(words) { ruler.font = pen.font; return ruler.measureText(words); },
    strokeText(words, x, y) { text(words, x, y, `fill="none" stroke="${pen.strokeStyle}" stroke-width="${number(pen.lineWidth)}" stroke-linejoin="round"`); },
    fillText(words, x, y) { text(words, x, y, `fill="${pen.fillStyle}"`); },
  });
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function picture(width, height, ...content) {
  const sans = colour('sans').replaceAll('"', "'");
  const title = `${byId('asked').textContent || document.title} ${datesInWords()}`;
  const head = `<text x="16" y="26" font-size="16" font-weight="700" fill="${colour('ink')}">${escaped(byId('asked').textContent || document.title)}</text><text x="16" y="44" font-size="11" fill="${colour('faint')}">${escaped(datesInWords())} AEC, open knowledge graph of AI-ethics actors and commitments, CC BY 4.0</text>`;
  return `<svg xmlns="${SVG}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${sans}"><title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="${colour('paper')}"/>${head}${content.join('')}</svg>`;
}

// The part of the drawing that the reader sees.
function graphDrawing(below = 0) {
  const view = drawing.view();
  const pen = svgPen();
  const chosen = emphasised();
  const lines = edges.map((_, j) => j).filter(state.shownEdge);
  for (const j of lines) paintEdge(pen, j, view.scale, lines.length <= MOST_ARROWS, chosen && !chosen.edges.includes(j));
  nodes.forEach((_, i) => { if (state.shown(i)) paintNode(pen, i, sizeAt(i, view.scale)); });
  const labelled = placeLabels(pen, view.scale, view, chosen?.nodes);
  drawLabels(pen, view.scale, labelled);
  if (chosen) drawEdgeLabels(pen, view.scale, chosen.edges, labelled.map(({ box }) => box));
  const [width, height] = [Math.round((view.right - view.left) * view.scale), Math.round((view.bottom - view.top) * view.scale)];
  return { width, height, text: `<svg xmlns="${SVG}" y="${below}" width="${width}" height="${height}" viewBox="${view.left} ${view.top} ${view.right - view.left} ${view.bottom - view.top}">${pen.parts.join('')}</svg>` };
}

function graphPicture() {
  const { width, height, text } = graphDrawing(56);
  return picture(width, height + 56, text);
}

// All rows, those scrolled out of sight too.
function timelinePicture() {
  const [left, width, high] = [380, 620, 26];
  const rows = views.timeline.rows();
  const parts = rows.map(({ node, name }, k) => {
    const strip = node === undefined ? grid(width, high) : bar(node, width, high);
    strip.setAttribute('x', left); strip.setAttribute('y', 76 + k * high);
    const text = node === undefined ? `<text x="16" y="${93 + k * high}" font-size="12" font-weight="700" fill="${colour('ink')}">` : `<text x="28" y="${93 + k * high}" font-size="12" fill="${colour('ink')}">`;
    const words = node === undefined ? name : nodes[node].label;
    return `${text}${escaped(words.length > 60 ? `${words.slice(0, 59)}…` : words)}</text>${new XMLSerializer().serializeToString(strip)}`;
  });
  const ticks = yearsWithRoom(width).map((year) => `<text x="${left + across(`${year}-01-01`, width)}" y="70" font-size="11" text-anchor="middle" fill="${colour('faint')}">${year}</text>`);
  return picture(left + width + 20, 92 + rows.length * high, ...ticks, ...parts);
}

const viewAsSvg = () => (state.view === 'timeline' ? timelinePicture() : graphPicture());

async function viewAsPng() {
  const text = viewAsSvg();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const sheet = document.createElement('canvas');
  const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
  [sheet.width, sheet.height] = [image.width * scale, image.height * scale];
  sheet.getContext('2d').drawImage(image, 0, 0, sheet.width, sheet.height);
  return new Promise((done) => { sheet.toBlob(done, 'image/png'); });
}

// A spreadsheet runs a cell that begins with one of these as a formula; an apostrophe makes it text.
const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

function selectionAsCsv() {
  const more = { reason: (i) => statusNow(i)?.reason || '', identifier: (i) => iriOf(i), on: () => (timed ? state.on : ''), known_by: () => (timed ? state.by : ''), sources: (i) => sourcesOf(i).map(sourceInWords).join(' | ') };
  const columns = [...Object.entries(COLUMNS).map(([key, [, value]]) => [key, value]), ...Object.entries(more)];
  const rows = tableRows('type', false).map((i) => columns.map(([, value]) => cell(value(i))).join(','));
  return `${[columns.map(([key]) => cell(key)).join(','), ...rows].join('\r\n')}\r\n`;
}

// The chosen node with what it touches, else all that is shown.
function selectionAsJsonLd() {
  const chosen = emphasised()?.nodes;
  const wanted = nodes.map((_, i) => i).filter((i) => (chosen ? chosen.has(i) : state.shown(i)));
  const wantedSet = new Set(wanted);
  const linked = edges.map((_, j) => j).filter((j) => state.shownEdge(j) && wantedSet.has(edges[j].from) && wantedSet.has(edges[j].to));
  const camel = (text) => text.replace(/[^A-Za-z0-9]+(.)?/g, (_, next) => (next || '').toUpperCase());
  const things = wanted.map((i) => {
    const { type, iri, sources, ...told } = toldOf(i);
    const thing = { '@id': iriOf(i), '@type': camel(type || 'Thing'), label: nodes[i].label, ...Object.fromEntries(Object.entries(told).filter(([, value]) => value).map(([name, value]) => [name, value.includes('; ') ? several(value) : value])) };
    const now = statusNow(i);
    if (now) thing.status = { on: state.on, knownBy: state.by, status: now.status, reason: now.reason, kept: now.kept };
    if (sourcesOf(i).length) thing.reportedBy = sourcesOf(i).map(sourceInWords);
    for (const j of linked) if (edges[j].from === i) (thing[camel(relationName(edges[j].told))] ??= []).push({ '@id': iriOf(edges[j].to) });
    return thing;
  });
  return JSON.stringify({ '@context': data.time.context || {}, '@graph': things }, null, 1);
}

function download(content, type, name) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  make('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  say(`${name} saved`);
}

const TAKE = {
  PNG: async () => download(await viewAsPng(), 'image/png', 'aec.png'),
  SVG: () => download(viewAsSvg(), 'image/svg+xml', 'aec.svg'),
  CSV: () => download(`\ufeff${selectionAsCsv()}`, 'text/csv', 'aec.csv'),
  'JSON-LD': () => download(selectionAsJsonLd(), 'application/ld+json', 'aec.jsonld'),
  Print: () => print(),
};

function makeTakeAway() {
  const items = Object.entries(TAKE).map(([name, take]) => make('li', {}, make('button', { type: 'button', onclick: () => { byId('take').open = false; take(); } }, name)));
  byId('take').querySelector('ul').append(...items);
}

// On paper: light, and the graph as lines and letters instead of the dots of a screen.
function makePrint() {
  let theme = '';
  addEventListener('beforeprint', () => {
    theme = document.documentElement.dataset.theme;
    setTheme(false);
    if (state.view !== 'graph' || shownCount > MOST) return;
    const sheet = new DOMParser().parseFromString(graphDrawing().text, 'image/svg+xml').documentElement;
    byId('printed').replaceChildren(document.importNode(sheet, true));
  });
  addEventListener('afterprint', () => {
    byId('printed').replaceChildren();
    setTheme(theme === 'dark');
  });
}
