// A place picked on the county's own map. Only loaded where there are tiles: a plan without streets helps no resident.
import L from "leaflet";

const form = document.querySelector("[data-report]");
const box = document.getElementById("map");
const button = form.querySelector("[data-pick]");
const { tiles, middle } = JSON.parse(document.getElementById("map-data").textContent);
let map, mark;

function chosen({ latlng }) {
  mark?.remove();
  mark = L.circleMarker(latlng, { radius: 10, weight: 3, color: "#b3261e", fillOpacity: 0.6 }).addTo(map);
  const values = { latitude: latlng.lat.toFixed(6), longitude: latlng.lng.toFixed(6), accuracy_m: 20, position_by: "map" };
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.querySelector("[data-place]").textContent = button.dataset.found;
}

button.hidden = false;
button.addEventListener("click", () => {
  box.hidden = false;
  if (map) return;
  const { latitude, longitude } = form.elements;
  const start = latitude.value ? [Number(latitude.value), Number(longitude.value)] : middle;
  map = L.map(box, { attributionControl: false }).setView(start, latitude.value ? 17 : 14);
  for (const one of tiles) L.tileLayer(one.address, { maxZoom: 18, ...one.options }).addTo(map);
  map.on("click", chosen);
});
