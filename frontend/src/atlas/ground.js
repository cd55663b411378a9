// What lies below the points: tiles of 天地图 or of the county's own server, its own pmtiles file, its own boundaries, or nothing.
import L from "leaflet";
import "./leaflet-global.js";
import { PMTiles, TileType } from "pmtiles";
import { leafletLayer } from "protomaps-leaflet";

// One tile of a pmtiles file with pictures.
const Pictures = L.GridLayer.extend({
  initialize(file, options) {
    this.file = file;
    L.setOptions(this, options);
  },
  createTile(at, done) {
    const tile = document.createElement("img");
    tile.alt = "";
    this.file
      .getZxy(at.z, at.x, at.y)
      .then((found) => {
        if (!found) return done(null, tile);
        const address = URL.createObjectURL(new Blob([found.data]));
        tile.onload = () => {
          URL.revokeObjectURL(address);
          done(null, tile);
        };
        tile.src = address;
      })
      .catch((error) => done(error, tile));
    return tile;
  },
});

async function ownTiles(map, address) {
  const file = new PMTiles(new URL(address, location.href).href);
  const head = await file.getHeader();
  const reach = { maxNativeZoom: head.maxZoom, minZoom: head.minZoom, maxZoom: 19, attribution: "" };
  const layer = head.tileType === TileType.Mvt ? leafletLayer({ url: file, flavor: "white", lang: "zh", maxDataZoom: head.maxZoom, attribution: "" }) : new Pictures(file, reach);
  layer.addTo(map);
  return [[head.minLat, head.minLon], [head.maxLat, head.maxLon]];
}

export function layTiles(map, { tiles, pmtiles }) {
  for (const one of tiles) L.tileLayer(one.address, { maxZoom: 19, maxNativeZoom: 18, ...one.options }).addTo(map);
  return pmtiles ? ownTiles(map, pmtiles).catch(() => null) : Promise.resolve(null);
}

// The county's boundaries with their names; they are on every ground, since tiles know nothing of who answers where.
export async function layOutlines(map, address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  const held = answer.ok ? await answer.json() : [];
  const style = { color: "#3c6b70", weight: 1.5, opacity: 0.75, fillColor: "#ffffff", fillOpacity: 0.55, interactive: false, pane: "ground" };
  const drawn = L.featureGroup();
  for (const one of held) {
    const rings = one.rings.map((ring) => ring.map(([east, north]) => [north, east]));
    const shape = one.closed ? L.polygon(rings, style) : L.polyline(rings, { ...style, weight: 3, fill: false });
    if (one.closed) shape.bindTooltip(one.name, { permanent: true, direction: "center", className: "atlas-name", pane: "names" });
    drawn.addLayer(shape);
  }
  drawn.addTo(map);
  return drawn;
}
