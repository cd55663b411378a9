// The layers as the server packs them: the length of a JSON head, the head, then rows of whole numbers in network order.
// Positions become x and y on a world one unit wide once, so that no frame computes a sine.

const MICRO = 1e6;

export async function fetchLayers(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return readLayers(await answer.arrayBuffer());
}

export function readLayers(buffer) {
  const view = new DataView(buffer);
  const length = view.getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const layers = {};
  let at = 4 + length;
  for (const [name, width, count] of head) {
    layers[name] = { view, at, width, count };
    at += width * count;
  }
  return layers;
}

function mercator(latitude) {
  const sine = Math.sin((Math.max(-85, Math.min(85, latitude)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

// Rows that begin with id, longitude, latitude, unit and then have so many short numbers.
export function readPoints(layer, shorts) {
  const n = layer ? layer.count : 0;
  const made = { n, id: new Int32Array(n), unit: new Int32Array(n), x: new Float64Array(n), y: new Float64Array(n) };
  for (const name of shorts) made[name] = new Int16Array(n);
  for (let i = 0, at = layer?.at; i < n; i++, at += layer.width) {
    made.id[i] = layer.view.getInt32(at);
    made.x[i] = layer.view.getInt32(at + 4) / MICRO / 360 + 0.5;
    made.y[i] = mercator(layer.view.getInt32(at + 8) / MICRO);
    made.unit[i] = layer.view.getInt32(at + 12);
    shorts.forEach((name, k) => (made[name][i] = layer.view.getInt16(at + 16 + 2 * k)));
  }
  return made;
}

// Rows of an id and one short number; the largest number of an id counts, or the one that `better` prefers.
export function readPairs(layer, better = (one, two) => one > two) {
  const found = new Map();
  for (let i = 0, at = layer?.at; layer && i < layer.count; i++, at += layer.width) {
    const id = layer.view.getInt32(at), value = layer.view.getInt16(at + 4);
    if (!found.has(id) || better(value, found.get(id))) found.set(id, value);
  }
  return found;
}
