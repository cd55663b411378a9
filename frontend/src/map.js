// Sites on a map. Without tiles it is a plan: points, lines and outlines on plain ground, which is enough to see who has what.
import L from "leaflet";

const box = document.getElementById("map");
const { sites, tiles, words } = JSON.parse(document.getElementById("map-data").textContent);
const COLOURS = { good: "#1d6f42", bad: "#b3261e", none: "#51656a" };
const map = L.map(box, { preferCanvas: true, attributionControl: false }).setView([35, 113], 5);

for (const one of tiles) L.tileLayer(one.address, { maxZoom: 18, ...one.options }).addTo(map);

function popup(site) {
  const made = document.createElement("div");
  const link = document.createElement("a");
  link.href = site.href;
  link.textContent = site.name;
  const more = document.createElement("p");
  more.textContent = [site.type, site.unit, words[site.state]].filter(Boolean).join(" · ");
  made.append(link, more);
  return made;
}

function shape(site) {
  const style = { color: COLOURS[site.state], weight: 4, fillOpacity: 0.25 };
  const corners = site.line.map(([longitude, latitude]) => [latitude, longitude]);
  if (corners.length > 2 && site.shape === "area") return L.polygon(corners, style);
  if (corners.length > 1) return L.polyline(corners, style);
  const mark = { ...style, weight: site.state === "bad" ? 3 : 1.5, radius: site.state === "bad" ? 9 : 7, fillOpacity: 0.7 };
  return L.circleMarker([site.latitude, site.longitude], mark);
}

const drawn = L.featureGroup(sites.map((site) => shape(site).bindPopup(() => popup(site)))).addTo(map);
if (sites.length) map.fitBounds(drawn.getBounds(), { padding: [24, 24], maxZoom: 15 });
L.control.scale({ imperial: false }).addTo(map);
