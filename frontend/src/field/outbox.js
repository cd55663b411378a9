// Sending, as an ODK client does. Nothing leaves the phone before the server has said that it holds it, with the same hashes.
import { all, get, put, write } from "./store.js";

const BATCH = 4_500_000;
let busy = false;
let watchers = [];

export const watch = (told) => watchers.push(told);
const tell = () => watchers.forEach((told) => told());

export const waiting = async () => (await all("outbox")).filter((one) => one.state !== "sent");

async function change(item, fields) {
  Object.assign(item, fields);
  await put("outbox", item.instance, item);
  tell();
}

async function ask(base, items) {
  const hashes = Object.fromEntries(items.map((one) => [one.instance, one.sha256]));
  const answer = await fetch(`${base}states`, { method: "POST", body: JSON.stringify(hashes) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const agrees = (item, known) =>
  known.complete && (known.same || !item.sha256) && item.files.every((file) => !file.sha256 || known.files[file.name] === file.sha256);

// The server holds all of it: the photos may go, a line of what was sent stays for the day.
async function settle(item) {
  await write(["outbox", "photos"], (store) => {
    item.files.forEach((file) => store("photos").delete(file.name));
    store("outbox").put({ ...item, xml: "", state: "sent", words: "", sent_at: Date.now() }, item.instance);
  });
  Object.assign(item, { state: "sent" });
  tell();
}

async function* batches(item, names) {
  let lot = [], size = 0;
  for (const name of names) {
    const blob = await get("photos", name);
    if (!blob) continue;
    if (lot.length && size + blob.size > BATCH) {
      yield lot;
      [lot, size] = [[], 0];
    }
    lot.push([name, blob]);
    size += blob.size;
  }
  yield lot;
}

async function post(item, lot, device) {
  const form = new FormData();
  form.append("xml_submission_file", new Blob([item.xml], { type: "text/xml" }), "submission.xml");
  lot.forEach(([name, blob]) => form.append(name, blob, name));
  const answer = await fetch(`${item.base}submission?deviceID=${device}`, { method: "POST", body: form });
  const said = new DOMParser().parseFromString(await answer.text(), "text/xml").querySelector("message")?.textContent || "";
  if (answer.status === 201 || answer.status === 202) return true;
  const final = answer.status >= 400 && answer.status < 500 && ![408, 425, 429].includes(answer.status);
  await change(item, { state: final ? "refused" : "waiting", words: said || String(answer.status) });
  return false;
}

async function send(item, known, device) {
  await change(item, { state: "sending", words: "" });
  const missing = known ? known.missing : item.files.map((file) => file.name);
  for await (const lot of batches(item, missing)) {
    if (!(await post(item, lot, device))) return;
  }
  const after = (await ask(item.base, [item]))[item.instance];
  if (after && agrees(item, after)) return settle(item);
  await change(item, { state: "waiting", words: "" });
}

async function round(device) {
  const items = (await waiting()).filter((one) => one.state !== "refused");
  for (const base of new Set(items.map((one) => one.base))) {
    const mine = items.filter((one) => one.base === base);
    const known = await ask(base, mine);
    for (const item of mine) {
      const here = known[item.instance];
      if (here && agrees(item, here)) await settle(item);
      else await send(item, here, device);
    }
  }
}

// Several tabs may be open: whoever holds the lock sends, the others wait for the next time.
export async function pump(device) {
  if (busy || !navigator.onLine) return;
  busy = true;
  try {
    if (navigator.locks) await navigator.locks.request("outbox", { ifAvailable: true }, async (lock) => lock && round(device));
    else await round(device);
  } catch {
    for (const item of await waiting()) if (item.state === "sending") await change(item, { state: "waiting" });
  } finally {
    busy = false;
    tell();
  }
}

export async function retry(device) {
  for (const item of await waiting()) await change(item, { state: "waiting", words: "" });
  return pump(device);
}

// What was sent before yesterday is forgotten.
export async function tidy() {
  const old = (await all("outbox")).filter((one) => one.state === "sent" && Date.now() - one.sent_at > 2 * 864e5);
  if (old.length) await write(["outbox"], (store) => old.forEach((one) => store("outbox").delete(one.instance)));
}
