// Tens of thousands of points on one canvas. Its one trick: points are gathered into cells once for each zoom, so that a frame
// of panning only draws the few hundred marks that are in sight.
import L from "leaflet";

const CELL = 58; // pixels: two plates of neighbouring cells do not cover each other
const FEW = 600, SMALL = 22; // so few points need no gathering until their marks cover each other
const APART = 17; // from this zoom on only what lies in one place is gathered
const MARKS = { good: circle, soon: triangle, bad: square, info: diamond, none: ring };

function circle(to, x, y, r) { to.arc(x, y, r, 0, 2 * Math.PI); }
function ring(to, x, y, r) { to.arc(x, y, r - 1, 0, 2 * Math.PI); }
function square(to, x, y, r) { to.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8); }
function triangle(to, x, y, r) { to.moveTo(x, y - r * 1.15); to.lineTo(x + r * 1.1, y + r * 0.8); to.lineTo(x - r * 1.1, y + r * 0.8); to.closePath(); }
function diamond(to, x, y, r) { to.moveTo(x, y - r * 1.2); to.lineTo(x + r, y); to.lineTo(x, y + r * 1.2); to.lineTo(x - r, y); to.closePath(); }

export function drawMark(to, kind, colour, x, y, r) {
  to.beginPath();
  MARKS[kind](to, x, y, r);
  to.fillStyle = kind === "none" ? "#fff" : colour;
  to.fill();
  to.lineWidth = kind === "none" ? 2 : 1.5;
  to.strokeStyle = kind === "none" ? colour : "#fff";
  to.stroke();
}

export const PointLayer = L.Layer.extend({
  initialize(styles) {
    this.styles = styles; // of each state: {kind, colour}
    this.cells = [];
  },

  // `points` have x, y, n; `states` says of each its state, 255: not shown.
  show(points, states, styles = this.styles) {
    Object.assign(this, { points, states, styles });
    this.gather();
    this.plan();
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated atlas-points");
    map.getPanes().overlayPane.appendChild(this.canvas);
    this.pen = this.canvas.getContext("2d");
    this.plan();
  },

  getEvents() {
    return { move: this.plan, moveend: this.plan, viewreset: this.plan, resize: this.plan, zoomend: this.regather, zoomanim: this.follow };
  },

  regather() {
    this.gather();
    this.plan();
  },

  // While the map zooms the canvas stretches with it; it is drawn anew when the zoom has come to rest.
  follow(event) {
    const corner = this._map.getBounds().getNorthWest();
    L.DomUtil.setTransform(
      this.canvas,
      this._map._latLngToNewLayerPoint(corner, event.zoom, event.center),
      this._map.getZoomScale(event.zoom),
    );
  },

  gather() {
    if (!this.points || !this._map) return;
    const zoom = this._map.getZoom(), world = 256 * 2 ** zoom, cell = zoom >= APART ? 3 : this.points.n < FEW ? SMALL : CELL;
    const { x, y, n } = this.points, kinds = this.styles.length, found = new Map();
    for (let i = 0; i < n; i++) {
      const state = this.states[i];
      if (state === 255) continue;
      const key = Math.floor((x[i] * world) / cell) * 0x4000000 + Math.floor((y[i] * world) / cell);
      let one = found.get(key);
      if (!one) found.set(key, (one = { x: 0, y: 0, count: 0, of: new Uint32Array(kinds), first: i, members: [] }));
      one.x += x[i];
      one.y += y[i];
      one.count++;
      one.of[state]++;
      if (one.members.length < 12) one.members.push(i);
    }
    this.cells = [...found.values()];
    for (const one of this.cells) {
      one.x /= one.count;
      one.y /= one.count;
    }
    this.zoom = zoom;
  },

  plan() {
    if (!this.planned) this.planned = requestAnimationFrame(() => this.draw());
  },

  draw() {
    this.planned = 0;
    const map = this._map;
    if (!map) return;
    const size = map.getSize(), dense = window.devicePixelRatio || 1;
    if (this.canvas.width !== size.x * dense || this.canvas.height !== size.y * dense) {
      this.canvas.width = size.x * dense;
      this.canvas.height = size.y * dense;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setTransform(this.canvas, map.containerPointToLayerPoint([0, 0]), 1);
    this.pen.setTransform(dense, 0, 0, dense, 0, 0);
    this.pen.clearRect(0, 0, size.x, size.y);
    if (this.zoom !== map.getZoom()) return;
    const world = 256 * 2 ** this.zoom, origin = map.getPixelBounds().min;
    this.seen = [];
    for (const one of this.cells) {
      const px = one.x * world - origin.x, py = one.y * world - origin.y;
      if (px < -30 || py < -30 || px > size.x + 30 || py > size.y + 30) continue;
      one.count > 1 ? this.drawMany(one, px, py) : this.drawOne(one, px, py);
      this.seen.push([px, py, one]);
    }
  },

  drawOne(one, px, py) {
    const style = this.styles[this.states[one.first]];
    drawMark(this.pen, style.kind, style.colour, px, py, 7);
  },

  // A plate with the number; around it the share of each state, in the order of the legend.
  drawMany(one, px, py) {
    const pen = this.pen, r = one.count < 10 ? 13 : one.count < 100 ? 16 : one.count < 1000 ? 19 : 23;
    pen.beginPath();
    pen.arc(px, py, r, 0, 2 * Math.PI);
    pen.fillStyle = "rgba(255,255,255,0.94)";
    pen.fill();
    pen.lineWidth = 5;
    let from = -Math.PI / 2;
    this.styles.forEach((style, state) => {
      if (!one.of[state]) return;
      const to = from + (2 * Math.PI * one.of[state]) / one.count;
      pen.beginPath();
      pen.arc(px, py, r - 1, from, to);
      pen.strokeStyle = style.colour;
      pen.stroke();
      from = to;
    });
    pen.fillStyle = "#1a2b2e";
    pen.font = `600 ${one.count < 1000 ? 12 : 11}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(one.count < 10000 ? `${one.count}` : `${(one.count / 10000).toFixed(1)}万`, px, py + 0.5);
  },

  // The mark under a pixel of the map's box.
  at(point) {
    let best, nearest = 26 ** 2;
    for (const [px, py, one] of this.seen || []) {
      const far = (px - point.x) ** 2 + (py - point.y) ** 2;
      if (far < nearest && far < (one.count > 1 ? 24 : 16) ** 2) [best, nearest] = [one, far];
    }
    return best;
  },

  // How many of each state are in sight.
  counts() {
    const made = new Array(this.styles.length).fill(0);
    for (const [, , one] of this.seen || []) one.of.forEach((n, state) => (made[state] += n));
    return made;
  },
});
