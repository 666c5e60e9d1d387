// The renderer for many: one canvas, lines in one stroke, nodes as prints of a few stamps. See drawing.js for what it does.
//
// What is shown is copied once into plain arrays, so that a frame reads nothing else. While the picture moves, part of
// the lines wait, and of very many nodes each is a square; it is drawn in full again as soon as it rests.

const ONE_BY_ONE = 400; // nodes; up to this each is drawn as itself, with curves and arrowheads on the lines
const LINES_MOVING = 2500; // drawn while the picture moves
const SQUARES_MOVING = 8000; // nodes; more are squares while the picture moves
const SMALL = 2; // pixels from middle to rim; what is smaller shows no shape and is a square
const REST = 140; // milliseconds after the last move

function makeCanvas(element, { front, tap, double }) {
  const sheet = make('canvas');
  element.append(sheet);
  const ctx = sheet.getContext('2d', { alpha: false });
  let eye = { x: 0, y: 0, scale: 1 };
  let lines = new Float32Array(0); // from x, from y, to x, to y, in turn
  let kinds = []; // what looks the same: { look, cover, members, at: x, y, size, in turn }
  const stamps = new Map();
  let [due, moving, rest] = [0, false, 0];

  function refresh() {
    const shown = [];
    for (let j = 0; j < edges.length; j += 1) if (state.shownEdge(j)) shown.push(j);
    lines = new Float32Array(4 * shown.length);
    shown.forEach((j, k) => { const [from, to] = [nodes[edges[j].from], nodes[edges[j].to]]; lines.set([from.x, from.y, to.x, to.y], 4 * k); });
    const found = new Map();
    for (let i = 0; i < nodes.length; i += 1) {
      if (!visible[i]) continue;
      const look = lookOf(i);
      if (!found.has(look)) found.set(look, []);
      found.get(look).push(i);
    }
    kinds = [...found].map(([look, members]) => ({ look, members, cover: pixelOf(coverOf(look)), at: Float32Array.from(members.flatMap((i) => [nodes[i].x, nodes[i].y, nodes[i].size])) }));
    redraw();
  }

  function redraw() {
    due ||= requestAnimationFrame(draw);
  }

  function draw() {
    due = 0;
    const [width, height, ratio] = [element.clientWidth, element.clientHeight, devicePixelRatio || 1];
    if (sheet.width !== Math.round(width * ratio) || sheet.height !== Math.round(height * ratio)) Object.assign(sheet, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    if (!width) return;
    const { x, y, scale } = eye;
    const unit = ratio * scale;
    const [left, top] = [ratio * (width / 2 - x * scale), ratio * (height / 2 - y * scale)];
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = colour('paper');
    ctx.fillRect(0, 0, sheet.width, sheet.height);
    if (shownCount <= ONE_BY_ONE) {
      ctx.setTransform(unit, 0, 0, unit, left, top);
      const heads = lines.length / 4 <= MOST_ARROWS;
      for (let j = 0; j < edges.length; j += 1) if (state.shownEdge(j)) paintEdge(ctx, j, scale, heads);
      for (const { members } of kinds) for (const i of members) paintNode(ctx, i, sizeAt(i, scale));
    } else {
      drawLines(unit, left, top, ratio);
      printNodes(unit, left, top);
      ctx.setTransform(unit, 0, 0, unit, left, top);
    }
    front(ctx, moving);
  }

  // The more there are the fainter each: where they lie close they add up, and tell it.
  function drawLines(unit, left, top, ratio) {
    const count = lines.length / 4;
    const every = moving ? Math.ceil(count / LINES_MOVING) : 1;
    const [right, bottom] = [sheet.width, sheet.height];
    ctx.strokeStyle = colour('edge');
    ctx.lineWidth = Math.max(0.7, Math.min(1, eye.scale)) * ratio;
    ctx.globalAlpha = Math.min(1, Math.max(0.15, 60 / Math.sqrt(count)));
    ctx.beginPath();
    for (let k = 0, drawn = 0; k < lines.length; k += 4 * every) {
      const [x1, y1, x2, y2] = [lines[k] * unit + left, lines[k + 1] * unit + top, lines[k + 2] * unit + left, lines[k + 3] * unit + top];
      if ((x1 < 0 && x2 < 0) || (y1 < 0 && y2 < 0) || (x1 > right && x2 > right) || (y1 > bottom && y2 > bottom)) continue;
      ctx.moveTo(x1, y1);
      ctx.lineTo(x2, y2);
      drawn += 1;
      if (drawn % 500 === 0) { ctx.stroke(); ctx.beginPath(); } // one path of many lines costs more than many of few
    }
    ctx.stroke();
    ctx.globalAlpha = 1;
  }

  // Squares go into pixels by hand, which takes a tenth of the time of as many calls; they lie over the lines as one picture.
  function printNodes(unit, left, top) {
    const small = moving && shownCount > SQUARES_MOVING ? Infinity : SMALL * (devicePixelRatio || 1);
    const [right, bottom] = [sheet.width, sheet.height];
    const waiting = [];
    let squares = null;
    for (const { look, cover, at } of kinds) {
      for (let k = 0; k < at.length; k += 3) {
        const [x, y, size] = [at[k] * unit + left, at[k + 1] * unit + top, grownAt(at[k + 2], eye.scale) * unit];
        if (x < -size || y < -size || x > right + size || y > bottom + size) continue;
        if (size > small) { waiting.push(look, x, y, size); continue; }
        squares ??= clearSquares(right, bottom);
        const [first, last] = [Math.max(0, Math.round(x - size)), Math.min(right, Math.round(x + size))];
        const end = Math.min(bottom, Math.round(y + size));
        for (let row = Math.max(0, Math.round(y - size)); row < end; row += 1) {
          for (let pixel = row * right + first; pixel < row * right + last; pixel += 1) squares[pixel] = cover;
        }
      }
    }
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (squares) { layer.pen.putImageData(layer.image, 0, 0); ctx.drawImage(layer.sheet, 0, 0); }
    for (let k = 0; k < waiting.length; k += 4) {
      const stamp = stampOf(waiting[k], waiting[k + 3], unit);
      ctx.drawImage(stamp, Math.round(waiting[k + 1]) - stamp.width / 2, Math.round(waiting[k + 2]) - stamp.height / 2);
    }
  }

  let layer = null;
  function clearSquares(width, height) {
    if (layer?.sheet.width !== width || layer?.sheet.height !== height) {
      const own = Object.assign(make('canvas'), { width, height });
      const image = new ImageData(width, height);
      layer = { sheet: own, pen: own.getContext('2d'), image, pixels: new Uint32Array(image.data.buffer) };
    }
    return layer.pixels.fill(0);
  }

  // A node drawn once for its look and size, to half a pixel.
  function stampOf(look, size, unit) {
    const half = Math.round(2 * size) / 2;
    const key = `${look} ${half}`;
    if (!stamps.has(key)) {
      const stamp = make('canvas');
      const pen = stamp.getContext('2d');
      stamp.width = stamp.height = 2 * Math.ceil(1.6 * half + 2);
      pen.translate(stamp.width / 2, stamp.height / 2);
      pen.scale(unit, unit);
      paintLook(pen, look, 0, 0, half / unit);
      stamps.set(key, stamp);
    }
    return stamps.get(key);
  }

  function move(camera) {
    if (camera.scale !== eye.scale) stamps.clear();
    eye = camera;
    redraw();
  }
  function hasMoved() {
    moving = true;
    clearTimeout(rest);
    rest = setTimeout(() => { moving = false; redraw(); }, REST);
  }

  followHand(sheet, tap, double, (from, to, factor) => {
    // What lay under the hand still does.
    const scale = Math.min(NEAREST, Math.max(FARTHEST, eye.scale * factor));
    const [x, y] = [element.clientWidth / 2, element.clientHeight / 2];
    hasMoved();
    move({ x: eye.x + (from.x - x) / eye.scale - (to.x - x) / scale, y: eye.y + (from.y - y) / eye.scale - (to.y - y) / scale, scale });
  });
  new ResizeObserver(() => { cancelAnimationFrame(due); draw(); }).observe(element);
  return { refresh, redraw, repaint() { stamps.clear(); refresh(); }, camera: () => eye, moveTo: move };
}

// A colour such as #0f5c97 as the bytes of a pixel.
function pixelOf(hex) {
  const bytes = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return new Uint32Array(Uint8Array.of(...bytes, 255).buffer)[0];
}

// One finger or the mouse drags, two fingers or the wheel zoom: shift(from, to, factor) for each step, tap and double for what is no drag.
function followHand(sheet, tap, double, shift) {
  const hands = new Map();
  let dragged = 0; // pixels
  const place = ({ offsetX: x, offsetY: y }) => ({ x, y });
  const middle = () => { const all = [...hands.values()]; return { x: all.reduce((sum, { x }) => sum + x, 0) / all.length, y: all.reduce((sum, { y }) => sum + y, 0) / all.length }; };
  const spread = () => { const [a, b] = [...hands.values()]; return b ? Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) : 1; };
  sheet.style.touchAction = 'none';
  sheet.addEventListener('pointerdown', (event) => {
    if (event.isTrusted) sheet.setPointerCapture(event.pointerId);
    if (!hands.size) dragged = 0;
    hands.set(event.pointerId, place(event));
  });
  sheet.addEventListener('pointermove', (event) => {
    if (!hands.has(event.pointerId)) return;
    const [from, wide] = [middle(), spread()];
    hands.set(event.pointerId, place(event));
    const to = middle();
    dragged += Math.hypot(to.x - from.x, to.y - from.y) + Math.abs(spread() - wide);
    if (dragged > 4) shift(from, to, spread() / wide);
  });
  for (const end of ['pointerup', 'pointercancel']) sheet.addEventListener(end, ({ pointerId }) => hands.delete(pointerId));
  sheet.addEventListener('click', (event) => { if (dragged <= 4) tap(place(event)); });
  sheet.addEventListener('dblclick', (event) => { if (dragged <= 4) double(place(event)); });
  sheet.addEventListener('wheel', (event) => {
    event.preventDefault();
    shift(place(event), place(event), Math.exp(-event.deltaY * (event.deltaMode ? 0.03 : 0.0016)));
  }, { passive: false });
}
