// The one map: four questions, one canvas, a list beside it. What is chosen stands in the address.
import L from "leaflet";
import { fetchLayers, readPairs, readPoints } from "./data.js";
import { layOutlines, layTiles } from "./ground.js";
import { drawMark, PointLayer } from "./points.js";

const COLOURS = { good: "#1d6f42", soon: "#c77700", bad: "#b3261e", info: "#1f5f99", none: "#51656a" };
const STATES = {
  stands: ["none", "good", "bad"],
  visited: ["bad", "good", "info", "soon"],
  round: ["none", "soon", "good", "none", "none"],
  problems: ["bad", "soon", "info", "good", "none"],
};
const NEAR = 14; // from this zoom on segments and outlines are drawn
const box = document.getElementById("atlas");
const known = JSON.parse(document.getElementById("atlas-data").textContent);
const form = document.querySelector(".atlas-asked");
const list = document.getElementById("atlas-list");
const legend = document.getElementById("atlas-legend");
const { pages, words } = known;

const map = L.map(box, { attributionControl: false, preferCanvas: true, fadeAnimation: false, minZoom: 3, maxZoom: 19, zoomSnap: known.tiles.length || known.pmtiles ? 1 : 0.5 }).setView([35, 113], 5);
for (const [name, height] of [["ground", 350], ["names", 380]]) map.createPane(name).style.zIndex = height;
map.zoomControl.getContainer().querySelectorAll("a").forEach((one) => one.setAttribute("draggable", "false"));
L.control.scale({ imperial: false }).addTo(map);
const styles = (question) => STATES[question].map((kind) => ({ kind, colour: COLOURS[kind] }));
const points = new PointLayer(styles("stands")).addTo(map);
const segments = L.layerGroup([], { pane: "ground" }).addTo(map);
const held = { sites: null, last: new Map(), round: new Map(), problems: null, roundOf: "" };

const asked = () => Object.fromEntries(new FormData(form));
const address = (page, more = {}) => `${page}?${new URLSearchParams({ ...asked(), ...more })}`;
const byUnit = (given) => (given.unit ? Number(given.unit) : 0);

// The state of every site for the question that is asked; 255: not among those chosen.
function siteStates(question, given) {
  const { sites } = held, states = new Uint8Array(sites.n), unit = byUnit(given);
  const type = given.type ? Number(given.type) : 0, zone = given.zone ? known.zones.indexOf(given.zone) : -1;
  for (let i = 0; i < sites.n; i++) {
    if ((unit && sites.unit[i] !== unit) || (type && sites.type[i] !== type) || (zone >= 0 && sites.zone[i] !== zone)) states[i] = 255;
    else if (question === "stands") states[i] = sites.stands[i];
    else if (question === "round") states[i] = held.round.size ? (held.round.get(sites.id[i]) ?? 255) : 0;
    else {
      const day = held.last.get(sites.id[i]);
      states[i] = day === undefined ? 0 : known.today - day <= 30 ? 1 : known.today - day <= 90 ? 2 : 3;
    }
  }
  return states;
}

function problemStates(given) {
  const { problems } = held, states = new Uint8Array(problems.n), unit = byUnit(given);
  for (let i = 0; i < problems.n; i++) states[i] = unit && problems.unit[i] !== unit ? 255 : problems.state[i];
  return states;
}

async function answer() {
  const given = asked(), question = given.show || "stands";
  if (question === "problems" && !held.problems) {
    const layers = await fetchLayers(`${pages.data}?problems=1`);
    held.problems = readPoints(layers.problems, ["state", "kind"]);
  }
  if (question === "round" && held.roundOf !== given.round) {
    held.round = given.round ? readPairs((await fetchLayers(address(pages.data))).round, (one, two) => two === 0 || one === 2) : new Map();
    held.roundOf = given.round;
  }
  const of = question === "problems" ? held.problems : held.sites;
  points.show(of, question === "problems" ? problemStates(given) : siteStates(question, given), styles(question));
  requestAnimationFrame(tell);
}

function tell() {
  const question = asked().show || "stands", counts = points.counts(), dense = window.devicePixelRatio || 1;
  legend.replaceChildren(
    ...STATES[question].flatMap((kind, state) => {
      if (!counts[state]) return [];
      const line = document.createElement("li"), mark = document.createElement("canvas"), said = document.createElement("span");
      mark.width = mark.height = 20 * dense;
      mark.setAttribute("aria-hidden", "true");
      const pen = mark.getContext("2d");
      pen.scale(dense, dense);
      drawMark(pen, kind, COLOURS[kind], 10, 10, 7);
      said.textContent = `${words[question][state]} ${counts[state]}`;
      line.append(mark, said);
      return [line];
    }),
  );
}

const bounds = () => {
  const seen = map.getBounds();
  return [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()].map((side) => side.toFixed(5)).join(",");
};

let waiting, newest = 0;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 250);
}

// The list and the segments follow when the map has come to rest; an answer that comes late is thrown away.
async function refresh() {
  const mine = ++newest, where = bounds();
  tell();
  const said = await fetch(address(pages.list, { box: where }), { credentials: "same-origin" });
  if (said.ok && mine === newest) list.innerHTML = await said.text();
  if (map.getZoom() < NEAR || asked().show === "problems") return segments.clearLayers();
  const answer = await fetch(`${pages.lines}?box=${where}`, { credentials: "same-origin" });
  if (answer.ok && mine === newest) drawSegments((await answer.json()).lines);
}

function drawSegments(lines) {
  const place = new Map(), states = points.states, style = styles(asked().show || "stands");
  held.sites.id.forEach((id, i) => place.set(id, i));
  segments.clearLayers();
  for (const [id, line] of lines) {
    const i = place.get(id);
    if (i === undefined || states[i] === 255) continue;
    const corners = line.map(([east, north]) => [north, east]), look = { color: style[states[i]].colour, weight: 4, opacity: 0.6, interactive: false, pane: "ground" };
    segments.addLayer(held.sites.shape[i] === 2 && corners.length > 2 ? L.polygon(corners, { ...look, weight: 2, fillOpacity: 0.18 }) : L.polyline(corners, look));
  }
}

async function open(ids, at, of) {
  const said = await fetch(`${pages.things}?of=${of}&ids=${ids.join(",")}`, { credentials: "same-origin" });
  const made = document.createElement("div");
  made.innerHTML = said.ok ? await said.text() : "";
  if (!said.ok) made.textContent = words.failed;
  L.popup({ maxWidth: 340, maxHeight: 320, className: "atlas-popup", autoPanPadding: [24, 24] }).setLatLng(at).setContent(made).openOn(map);
}

const latLng = (one) => map.unproject([one.x * 256 * 2 ** points.zoom, one.y * 256 * 2 ** points.zoom], points.zoom);

map.on("click", ({ containerPoint }) => {
  const one = points.at(containerPoint), of = asked().show === "problems" ? "problems" : "sites";
  if (!one) return;
  const spread = one.count > 1 && map.getZoom() < 17;
  if (spread) map.setView(latLng(one), Math.min(map.getZoom() + 2, 19));
  else open(one.members.map((i) => points.points.id[i]), latLng(one), of);
});
map.on("mousemove", ({ containerPoint }) => box.classList.toggle("atlas-hand", Boolean(points.at(containerPoint))));
map.on("moveend", later);

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-place]");
  if (!button) return;
  const [east, north] = button.dataset.place.split(",").map(Number);
  map.setView([north, east], Math.max(map.getZoom(), 16));
  open([button.dataset.site || button.dataset.problem], [north, east], button.dataset.problem ? "problems" : "sites");
  if (matchMedia("(max-width: 860px)").matches) box.scrollIntoView({ block: "center" });
});
// The choice of a round stands there only while the question is about one.
function dress() {
  form.elements.round.hidden = (asked().show || "stands") !== "round";
  form.elements.zone.hidden = form.elements.type.hidden = asked().show === "problems";
}
form.querySelector("button").hidden = true;
dress();
form.addEventListener("change", (event) => {
  const given = [...new FormData(form)].filter(([, value]) => value);
  dress();
  history.replaceState(null, "", `?${new URLSearchParams(given)}`);
  answer().then(later, fail);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  answer().then(later, fail);
});

function fail() {
  legend.textContent = words.failed;
}

function fitTo(of, ground, outlines) {
  if (of.n) {
    const world = 256;
    let [west, south, east, north] = [1, 0, 0, 1];
    for (let i = 0; i < of.n; i++) {
      west = Math.min(west, of.x[i]);
      east = Math.max(east, of.x[i]);
      north = Math.min(north, of.y[i]);
      south = Math.max(south, of.y[i]);
    }
    const corner = (x, y) => map.unproject([x * world, y * world], 0);
    map.fitBounds([corner(west, north), corner(east, south)], { padding: [30, 30], maxZoom: 15, animate: false });
  } else if (outlines.getLayers().length) map.fitBounds(outlines.getBounds());
  else if (ground) map.fitBounds(ground);
}

async function start() {
  const [layers, ground, outlines] = await Promise.all([fetchLayers(pages.data), layTiles(map, known), layOutlines(map, pages.outlines)]);
  held.sites = readPoints(layers.sites, ["type", "zone", "stands", "shape"]);
  held.last = readPairs(layers.visits);
  fitTo(held.sites, ground, outlines);
  await answer();
  box.dataset.ready = "1";
}
start().catch(fail);
