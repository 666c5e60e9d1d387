// The data: read from the page's own block, linked up, and asked by what it is about.

const block = byId('data');
const data = JSON.parse('packed' in block.dataset ? await unpacked(block.textContent) : block.textContent);
block.remove(); // the browser need not keep the text as well
if (byId('library')) {
  const script = make('script');
  script.textContent = await unpacked(byId('library').textContent); // the content policy knows it by its hash
  document.head.append(script);
}

async function unpackedBytes(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer();
}

async function unpacked(text) {
  return new TextDecoder().decode(await unpackedBytes(text));
}

const { nodes, edges, groups } = data;
const graph = { data, links: nodes.map(() => []) };
edges.forEach(({ from, to }, j) => {
  graph.links[from].push(j);
  if (to !== from) graph.links[to].push(j);
});
for (const { told } of [...nodes, ...edges]) if (told.sources) told.sources = linesOf(told.sources);

// Number of a line and place in the text, in turn, as lines of title, publisher, date, place, address.
function linesOf(pairs) {
  const lines = [];
  for (let k = 0; k < pairs.length; k += 2) {
    const cells = `${data.sources[pairs[k]]}\t\t\t\t`.split('\t');
    cells[3] = pairs[k + 1];
    lines.push(cells.join('\t'));
  }
  return lines.join('\n');
}

// What a CURIE stands for; a node may also say so itself.
function iriOf(i) {
  const { name, told } = nodes[i];
  const [prefix, local] = name.split(/:(.*)/s);
  return told.iri || (Object.hasOwn(data.time.prefixes || {}, prefix) ? data.time.prefixes[prefix] + local : name);
}

for (const node of nodes) node.home = { x: node.x, y: node.y };
const numberOf = new Map(nodes.map((node, i) => [node.name, i]));
const important = nodes.map((_, i) => i).sort((a, b) => graph.links[b].length - graph.links[a].length || a - b);

const HOLDS = new Set(['commits to', 'refused', 'asks', 'has not', 'fears']);
const typeOf = (i) => nodes[i].told.type || 'Not stated';
const otherEnd = (j, i) => (edges[j].from === i ? edges[j].to : edges[j].from);

// Nodes at the other end of edges of one of these types that lead to i (or, outward, from i), as known by the chosen day.
function related(i, types, outward = false) {
  const found = graph.links[i].filter((j) => types.has(edges[j].told.type) && (outward ? edges[j].from === i : edges[j].to === i) && knownEdge(j));
  return [...new Set(found.map((j) => otherEnd(j, i)))];
}

const ABOUT = new Set(['about']);
const holdersOf = (i) => related(i, HOLDS).filter((k) => !nodes[k].moments);
const technologiesOf = (i) => related(i, ABOUT, true);
const labels = (ids) => ids.map((k) => nodes[k].label);
const several = (text) => (text ? text.split('; ') : []);

// A claim that somebody makes, as against those who make it and what it is about.
const claims = nodes.map((node, i) => Boolean(node.moments) || graph.links[i].some((j) => edges[j].to === i && HOLDS.has(edges[j].told.type) && !nodes[edges[j].from].moments));
const isClaim = (i) => claims[i];

// By what a reader can narrow: each facet gives a node's values; a node without any is not narrowed by it.
// All but the status are the same as long as the same is known, so they are worked out once for each day of knowledge.
const FACETS = {
  status: (i) => { const now = statusNow(i); return now ? [now.status] : []; },
  kind: once((i) => several(tells(i, 'kind'))),
  family: once((i) => several(tells(i, 'family'))),
  initiative: once((i) => several(tells(i, 'initiative'))),
  place: once((i) => (isClaim(i) ? [...new Set([i, ...holdersOf(i)].flatMap((k) => several(tells(k, 'place'))))] : [])),
  year: once((i) => (isClaim(i) ? yearsOf(i) : [])),
};

function once(values) {
  let [day, found] = ['', []];
  return (i) => {
    if (day !== state.by) [day, found] = [state.by, []];
    return (found[i] ??= values(i));
  };
}

function yearsOf(i) {
  const dates = nodes[i].moments ? momentAt(nodes[i], state.by)?.starts : tells(i, 'announced') || tells(i, 'as_of');
  return [...new Set(several(dates).map((date) => date.slice(0, 4)))];
}
