// A question in words, and its answer in words, from what holds on the chosen dates.

const MANY = 10; // claims of one status listed at first
const SAYS = {
  'in force': 'Known to hold',
  unknown: 'Made, with no report since of whether it still holds',
  ended: 'Ended by then',
};

const questionInWords = ({ ask: words }) => words.replace('{on}', dateInWords(state.on));

// The members that are there on these dates, by status; one group without a name where nothing has a status.
function answerGroups({ members, first }) {
  const there = members.filter((i) => alive.nodes[i] && fits[i]);
  const found = new Map();
  for (const i of there) {
    const status = statusNow(i)?.status || '';
    if (!found.has(status)) found.set(status, []);
    found.get(status).push(i);
  }
  const order = [first, ...STATUSES.filter((status) => status !== first), ''];
  return order.filter((status) => found.has(status)).map((status) => ({ status, members: found.get(status) }));
}

function answerInWords(question) {
  const parts = answerGroups(question).map(({ status, members }) => {
    const names = named(labels(members.flatMap(holdersOf)));
    return `${SAYS[status] || 'Reported'}: ${members.length}${names ? ` (${names})` : ''}.`;
  });
  return parts.join(' ') || 'Nobody, as far as was known by then.';
}

function showQuestion() {
  const { question } = state;
  byId('ask').hidden = !data.questions.length;
  byId('asked').textContent = question ? questionInWords(question) : scopeInWords();
  const groupsOf = question ? answerGroups(question) : [];
  byId('answer').replaceChildren(...(question ? answerSentences(question, groupsOf) : []));
}

function scopeInWords() {
  if (state.path) return `From ${nodes[state.path[0]].label} to ${nodes[state.path[1]].label}`;
  if (state.focus !== null) return `${nodes[state.focus].label} and what it is linked with`;
  return timed ? `Everything known by ${dateInWords(state.by)}` : 'Everything that was known';
}

function answerSentences(question, found) {
  if (!found.length) return ['Nobody, as far as was known by then.'];
  return found.flatMap(({ status, members }) => [make('span', {}, status ? statusSwatch(status) : '', make('b', {}, `${SAYS[status] || 'Reported'}: ${members.length}`), ' ',
    quoted(`(${named(labels(members.flatMap(holdersOf)), status === question.first ? 6 : 4)})`)), ' ']);
}

// The whole answer in the panel: every claim with who holds it, why its status is so, and its first source.
function showAnswer(panel, question, open) {
  const sections = answerGroups(question).map(({ status, members }) => {
    const items = make('ul', { class: 'answers' }, ...members.slice(0, MANY).map((i) => answerItem(i, open)));
    const more = members.length <= MANY ? '' : make('button', { type: 'button', class: 'more', onclick: () => { items.append(...members.slice(MANY).map((i) => answerItem(i, open))); more.remove(); } }, `Show all ${members.length}`);
    return section(`${SAYS[status] || 'Reported'} (${members.length})`, items, more);
  });
  panel.replaceChildren(make('p', { class: 'kicker' }, 'The answer, claim by claim'), make('p', { class: 'faint' }, datesInWords()), ...sections,
    ...(sections.length ? [] : [make('p', {}, 'No claim that answers had been published by then.')]));
}

function answerItem(i, open) {
  const now = statusNow(i);
  const source = sourcesOf(i)[0];
  const facts = [named(labels(holdersOf(i))), now?.reason, now?.ends && now.status !== 'ended' && `until ${inWords(now.ends)}`].filter(Boolean).join(' · ');
  return make('li', {}, nodeButton(i, open), make('p', { class: 'faint' }, quoted(facts)), source ? sourceList([source]) : '');
}

const datesInWords = () => (timed ? `On ${dateInWords(state.on)}, as known by ${dateInWords(state.by)}.` : '');

function makeQuestions() {
  const items = data.questions.map((question) => make('li', {}, make('button', { type: 'button', onclick: () => { byId('questions').open = false; ask(question); } }, question.ask.replace('{on}', dateInWords(question.on)))));
  items.push(make('li', {}, make('button', { type: 'button', onclick: () => { byId('questions').open = false; showAll(); } }, `Show everything (${nodes.length.toLocaleString('en')} nodes)`)));
  byId('questions').querySelector('ul').replaceChildren(...items);
}
