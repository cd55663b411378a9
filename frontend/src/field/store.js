// What the phone keeps: today's sites, drafts, photos, and what waits to be sent. IndexedDB, so that closing, updating and
// restarting lose nothing. One write is one transaction: a visit leaves the drafts and enters the outbox in the same one.
const NAME = "duibiao-field";
const STORES = ["kept", "drafts", "photos", "outbox"];
let opened;

function open() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return opened;
}

function answer(asked) {
  return new Promise((done, fail) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

// The write is done when the transaction is, not when the request is: a full disk is only told at the end.
export async function write(names, change) {
  const within = (await open()).transaction(names, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, fail) => {
    within.oncomplete = resolve;
    within.onabort = within.onerror = () => fail(within.error || new DOMException("", "QuotaExceededError"));
  });
  change((name) => within.objectStore(name));
  return done;
}

export const put = (name, key, value) => write([name], (store) => store(name).put(value, key));
export const drop = (name, key) => write([name], (store) => store(name).delete(key));
export const get = async (name, key) => answer((await open()).transaction(name).objectStore(name).get(key));
export const all = async (name) => answer((await open()).transaction(name).objectStore(name).getAll());

export async function forget() {
  (await open()).close();
  opened = undefined;
  await answer(indexedDB.deleteDatabase(NAME));
  for (const key of await caches.keys()) await caches.delete(key);
}
