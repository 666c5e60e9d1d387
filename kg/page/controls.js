// The controls: dates, play, tabs, theme, and the keyboard on the drawing.

const STEP = 250; // milliseconds between two steps of play
const system = matchMedia('(prefers-color-scheme: dark)');
const range = timed ? span() : null;
let playing = null;
let due = false;

function makeTime() {
  byId('time').hidden = !timed;
  if (!timed) return;
  for (const [name, low, high] of [['on', range.first, range.last], ['by', data.time.first, today]]) {
    const [field, slider] = [byId(name), byId(`${name}-slider`)];
    Object.assign(field, { min: low, max: high });
    Object.assign(slider, { min: dayNumber(low), max: dayNumber(high), step: 1 });
    field.addEventListener('change', () => { if (isDate(field.value)) setDate(name, clamp(field.value, low, high)); else showDates(); });
    slider.addEventListener('input', () => setDate(name, isoDay(Number(slider.value))));
  }
  byId('play').addEventListener('click', () => (playing ? pause() : play()));
}

const clamp = (day, low, high) => (day < low ? low : day > high ? high : day);

function setDate(name, day) {
  state[name] = day;
  if (byId('together').checked) {
    if (name === 'on') state.by = clamp(day, data.time.first, today);
    else state.on = day;
  }
  later();
}

// Many moves of a slider between two frames make one picture.
function later() {
  showDates();
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    const before = visible.join('');
    moved();
    look();
    // A reader who is looking at something keeps the picture; else it makes room for what is new.
    const room = state.question && state.selected === null && before !== visible.join('');
    if (room) squeeze();
    changed(playing ? '' : `${datesInWords()} ${state.question ? answerInWords(state.question) : ''}`);
    if (room) drawing.fit();
  });
}

function showDates() {
  if (!timed) return;
  for (const name of ['on', 'by']) {
    byId(name).value = state[name];
    byId(`${name}-slider`).value = dayNumber(state[name]);
    byId(`${name}-slider`).setAttribute('aria-valuetext', dateInWords(state[name]));
  }
}

// A month at a time, from the start when it stood at the end. With reduced motion a year, and slowly: it was asked for.
function play() {
  if (state.on >= range.last || state.on >= today) state.on = range.first > '2015-01-01' ? range.first : '2015-01-01';
  byId('play').setAttribute('aria-pressed', 'true');
  byId('play').textContent = 'Pause';
  playing = setInterval(() => {
    const next = isoDay(dayNumber(state.on) + (calm.matches ? 365 : 30));
    setDate('on', next < today ? next : today);
    if (next >= today) pause();
  }, calm.matches ? 1500 : STEP);
}

function pause() {
  clearInterval(playing);
  playing = null;
  byId('play').setAttribute('aria-pressed', 'false');
  byId('play').textContent = 'Play';
  say(datesInWords());
}

// Tabs

const tabs = VIEWS.map((view) => byId(`tab-${view}`));

function makeTabs() {
  tabs.forEach((tab, k) => {
    tab.addEventListener('click', () => show(VIEWS[k]));
    tab.addEventListener('keydown', (event) => {
      const to = { ArrowRight: k + 1, ArrowLeft: k + VIEWS.length - 1, Home: 0, End: VIEWS.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      show(VIEWS[to % VIEWS.length]);
      tabs[to % VIEWS.length].focus();
    });
  });
}

function show(view) {
  state.view = view;
  showTabs();
  changed(`${capital(view)} of ${byId('counts').textContent}`);
  if (state.selected !== null) views[view].bring(state.selected);
}

function showTabs() {
  VIEWS.forEach((view, k) => {
    tabs[k].setAttribute('aria-selected', String(view === state.view));
    tabs[k].tabIndex = view === state.view ? 0 : -1;
    byId(`view-${view}`).hidden = view !== state.view;
  });
}

function focusView() {
  if (state.view === 'graph') canvas.focus({ preventScroll: true });
  else tabs[VIEWS.indexOf(state.view)].focus({ preventScroll: true });
}

// Keyboard on the drawing

const neighbours = (i) => allNeighbours(i).filter(state.shown);

function walk(step) {
  if (state.selected === null) {
    const first = important.find(state.shown);
    return first === undefined ? undefined : select(first);
  }
  const around = neighbours(state.selected);
  if (!around.length) return say('No neighbours');
  const at = around.indexOf(state.peek);
  const next = at < 0 ? (step > 0 ? 0 : around.length - 1) : (at + step + around.length) % around.length;
  state.peek = around[next];
  drawing.refresh();
  return say(`Neighbour ${next + 1} of ${around.length}: ${nodes[state.peek].label}`);
}

// Enter goes to the neighbour pointed at; on the chosen node it grows, and when nothing is hidden it leads to the details.
function enter() {
  if (state.peek !== null) select(state.peek);
  else if (state.selected !== null && hiddenNeighbours(state.selected).length) expand(state.selected);
  else panel.querySelector('h2')?.focus();
}

const KEYS = {
  ArrowRight: () => walk(1), ArrowDown: () => walk(1), ArrowLeft: () => walk(-1), ArrowUp: () => walk(-1), Enter: enter,
  '+': () => drawing.zoom(1.3), '=': () => drawing.zoom(1.3), '-': () => drawing.zoom(1 / 1.3), '−': () => drawing.zoom(1 / 1.3), 0: () => drawing.fit(),
};

const writing = (element) => element.matches('input:not([type="checkbox"]), textarea, select');

function makeKeys() {
  canvas.addEventListener('keydown', (event) => {
    if (!Object.hasOwn(KEYS, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  document.addEventListener('keydown', (event) => {
    if (event.target === query || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/' && !writing(event.target)) { event.preventDefault(); query.focus(); query.select(); }
    if (event.key === 'Backspace' && !writing(event.target)) { event.preventDefault(); goBack(); }
    if (event.key === 'Escape') escape(event.target);
  });
}

function escape(target) {
  const open = target.closest('details.menu[open]');
  if (open) { open.open = false; return open.querySelector('summary').focus(); }
  focusView();
  return pick(null, null);
}

// Tools

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  byId('theme').setAttribute('aria-pressed', String(dark));
  colours.clear();
  if (drawing) { drawing.repaint(); views[state.view].refresh(); }
}

function makeTools() {
  byId('whole').textContent = `Show all ${nodes.length.toLocaleString('en')}`;
  byId('whole').addEventListener('click', showAll);
  byId('fit').addEventListener('click', () => drawing.fit());
  byId('back').addEventListener('click', goBack);
  byId('theme').addEventListener('click', () => setTheme(document.documentElement.dataset.theme !== 'dark'));
  byId('link').addEventListener('click', () => copy(location.href, 'Link'));
  byId('link').hidden = location.protocol === 'about:'; // a frame in a notebook has no link to copy
  system.addEventListener('change', () => setTheme(system.matches));
  for (const menu of document.querySelectorAll('details.menu')) {
    document.addEventListener('pointerdown', (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener('focusout', (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
  }
}
