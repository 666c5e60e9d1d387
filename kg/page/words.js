// Words and elements: dates spelled out, addresses checked, text never taken for markup.

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

// What the attributes of a projection are called; any other name is shown as it is.
const NAMES = {
  starts: 'Starts', ends: 'Stated end',
  announced: 'Announced', occurred: 'Happened', as_of: 'As of', from: 'In force from', until: 'Until', duration: 'Stated length',
  end: 'End', only_if: 'Only if', question: 'Question', scope: 'About', exceptions: 'Exceptions', said_by: 'Said by', issued: 'Published',
  publisher: 'Publisher', url: 'Address', place: 'Place', family: 'Family', initiative: 'Under', change: 'Change', until_event: 'Until event', category: 'Category',
};

const byId = (id) => document.getElementById(id);

// make('p', {class: 'note'}, 'text', child): strings become text nodes, so data cannot become markup.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// Text from data in an element of its own, so that its direction does not disturb what stands around it.
const quoted = (text) => make('bdi', {}, text);

// "2020-06-10" is "10 June 2020", "2020-06" is "June 2020": as precise as it was given, no more.
function dateInWords(text) {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*|Z|[+-]\d\d:\d\d)?$/.exec(text.trim());
  if (!found || found[2] < 1 || found[2] > 12) return null;
  const [, year, month, day] = found;
  return [day && Number(day), month && MONTHS[month - 1], year].filter(Boolean).join(' ');
}

// "P1Y6M" is "1 year, 6 months".
function durationInWords(text) {
  const found = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(text.trim());
  if (!found) return null;
  const units = ['year', 'month', 'week', 'day'];
  return units.map((unit, i) => found[i + 1] && `${found[i + 1]} ${unit}${found[i + 1] === '1' ? '' : 's'}`).filter(Boolean).join(', ');
}

const inWords = (text) => text.split('; ').map((part) => dateInWords(part) || durationInWords(part) || part).join('; ');

const nameInWords = (name) => (Object.hasOwn(NAMES, name) ? NAMES[name] : name.replaceAll('_', ' '));

// A link if the address is one of the web, else plain text: "javascript:" never becomes an anchor.
function webLink(address, text = address) {
  let url = null;
  try { url = new URL(address); } catch { /* not an address */ }
  if (!url || !['http:', 'https:'].includes(url.protocol)) return quoted(text === address ? address : `${text} (${address})`);
  return make('a', { href: url.href, rel: 'noopener noreferrer', target: '_blank', title: url.hostname }, quoted(text));
}

// One line per source: title, publisher, date, place in the text, address.
function sourceList(lines) {
  const items = lines.map((line) => {
    const [title = '', publisher = '', issued = '', locator = '', address = '', mark = ''] = line.split('\t').map((cell) => cell.trim());
    const item = make('li', {}, address ? webLink(address, title || address) : quoted(title || 'Untitled source'));
    const rest = [publisher, issued && inWords(issued), locator].filter(Boolean);
    for (const part of rest) item.append(' · ', quoted(part));
    if (mark) item.append(' · ', make('strong', {}, quoted(mark)));
    return item;
  });
  return make('ul', { class: 'sources' }, ...items);
}

const counted = (n, one, many) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

// "A, B and 3 more", each name once.
function named(texts, few = 5) {
  const names = [...new Set(texts)];
  const shown = names.length > few + 1 ? [...names.slice(0, few), `${names.length - few} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} copied`);
  } catch {
    say(`${what} could not be copied; select the text instead`);
  }
}

function say(text) { byId('said').textContent = text; }
