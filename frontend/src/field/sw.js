// Keeps the page itself on the phone. Data and what is sent do not pass through here: those are the page's own affair.
// KEPT and SHELL stand above, written by the server; a new list of files is a new worker.
const FILES = "field-files-" + self.KEPT.join("|").replace(/[^a-z0-9]/gi, "").slice(-40);
const SHELL = "field-shell";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((kept) => kept.addAll(self.KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (keys) => keys.filter((key) => key.startsWith("field-files-") && key !== FILES);
  event.waitUntil(caches.keys().then((keys) => Promise.all(old(keys).map((key) => caches.delete(key)))).then(() => self.clients.claim()));
});

// The newest shell if the network gives one within three seconds; else the kept one. A log-in page is no shell.
async function shell(request) {
  const held = await caches.match(self.SHELL, { cacheName: SHELL });
  try {
    const answer = await fetch(request, held ? { signal: AbortSignal.timeout(3000) } : {});
    if (!answer.ok || answer.redirected || answer.type === "opaqueredirect") return held || answer;
    (await caches.open(SHELL)).put(self.SHELL, answer.clone());
    return answer;
  } catch (error) {
    if (held) return held;
    throw error;
  }
}

async function file(request) {
  const exact = await caches.match(request);
  if (exact) return exact;
  try {
    return await fetch(request);
  } catch (error) {
    const near = await caches.match(request, { ignoreSearch: true });
    if (near) return near;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === self.SHELL) event.respondWith(shell(request));
  else if (self.KEPT.some((name) => name.split("?")[0] === url.pathname)) event.respondWith(file(request));
});
