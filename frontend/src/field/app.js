// The inspector's page. What differs comes as data and is kept; the page itself is kept by the service worker.
import { h, say, show, t } from "./draw.js";
import { pump, retry, tidy, waiting, watch } from "./outbox.js";
import { metres, position } from "./place.js";
import { all, drop, forget, get, put } from "./store.js";
import { back, visit } from "./visit.js";

const known = JSON.parse(document.getElementById("known").textContent);
const EVERY_MS = 30_000;
let device = "";
let skew = 0;
let here = null;

async function refresh() {
  for (const key of known.keys) {
    const answer = await fetch(`${key.base}today.json`, { cache: "no-store" });
    if (!answer.ok) continue;
    const today = await answer.json();
    skew = Math.round((Date.now() - Date.parse(today.now)) / 1000);
    await put("kept", key.base, { ...today, base: key.base, skew });
    keepPictures(today.forms, key.base).catch(() => {});
  }
}

// Example pictures come after the work itself, one by one, and once: a name with another number is another picture.
async function keepPictures(forms, base) {
  const paths = Object.values(forms).flatMap((form) => form.items.flatMap((item) => Object.values(item.pictures || {})));
  for (const path of paths) {
    if (await get("kept", base + path)) continue;
    const answer = await fetch(base + path);
    if (answer.ok) await put("kept", base + path, await answer.blob());
  }
}

// All that is still to do: what was finished here and is not heard of yet is done.
async function sites() {
  const done = new Set((await all("outbox")).map((one) => one.assignment));
  const days = (await all("kept")).filter((one) => one.sites);
  return days.flatMap((day) => day.sites.filter((site) => !done.has(site.id)).map((site) => ({ ...site, base: day.base, reasons: day.reasons, form_said: day.forms[site.form] })));
}

const localDay = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

function row(site, draft) {
  const away = here && site.place ? t("way", { n: Math.round(metres(here, site.place) / 10) * 10 }) : "";
  const marks = [site.secret && t("secret"), site.stubborn && t("stubborn"), draft && t("draft", { n: Object.keys(draft.answers).length })].filter(Boolean);
  return h("li", {}, h("a", { href: `#/visit/${site.id}` }, h("b", {}, site.name), h("span", { class: "small" }, [site.type, site.address, away].filter(Boolean).join(" · ")), marks.map((mark) => h("span", { class: "mark" }, mark))));
}

async function today() {
  const list = await sites();
  const drafts = new Map((await all("drafts")).map((one) => [one.id, one]));
  const day = localDay();
  const parts = [[t("overdue"), list.filter((one) => one.day && one.day < day)], [t("today"), list.filter((one) => !one.day || one.day === day)], [t("later"), list.filter((one) => one.day > day)]];
  const next = parts.flatMap(([, some]) => some)[0];
  const empty = (await all("kept")).some((one) => one.sites) ? t("none_left") : t("no_tasks");
  show(
    h("p", { class: "lead" }, list.length ? t("left", { n: list.length }) : empty, navigator.onLine ? "" : h("span", { class: "mark" }, t("offline"))),
    next ? h("section", { class: "next" }, h("p", { class: "small" }, t("next")), h("h2", {}, next.name), h("p", {}, [next.type, next.address].filter(Boolean).join(" · ")), h("a", { class: "act", href: `#/visit/${next.id}` }, t(drafts.has(next.id) ? "go_on" : "begin"))) : null,
    parts.filter(([, some]) => some.length).map(([name, some]) => h("section", {}, h("h2", {}, `${name}（${some.length}）`), h("ul", { class: "sites" }, some.map((one) => row(one, drafts.get(one.id)))))),
  );
}

async function queue() {
  const items = (await all("outbox")).sort((a, b) => b.made_at - a.made_at);
  const line = (one) => h("li", { "data-state": one.state }, h("b", {}, one.name), h("span", { class: `mark mark-${one.state}` }, t(one.state)), one.words ? h("p", { class: "small" }, `${one.words} ${one.state === "refused" ? t("keep_refused") : ""}`) : null);
  show(back(leave), h("h2", {}, t("queue_title")), items.length ? h("ul", { class: "sent" }, items.map(line)) : h("p", {}, t("queue_empty")),
    items.some((one) => one.state !== "sent") ? h("p", { class: "acts" }, h("button", { type: "button", class: "act", onclick: () => retry(device) }, t("send_now"))) : null);
}

async function cannot(draft) {
  const site = (await sites()).find((one) => one.id === draft.id) ?? draft.site;
  show(back(route), h("h2", {}, t("cannot")), h("p", {}, t("cannot_why")), h("div", { class: "reasons" }, (site.reasons || []).map(([reason, label]) => h("button", { type: "button", class: "choice", onclick: () => swap(draft, reason) }, label))));
}

async function swap(draft, reason) {
  let answer;
  try {
    answer = await fetch(`${draft.base}replace/${draft.id}`, { method: "POST", body: JSON.stringify({ reason }) });
  } catch {
    return say(t("needs_network"));
  }
  const said = await answer.json();
  if (!answer.ok) return say(said.says);
  await drop("drafts", draft.id);
  await refresh().catch(() => {});
  say(t("replaced", { name: said.name }));
  leave();
}

function leave() {
  if (location.hash && location.hash !== "#/") location.hash = "#/";
  else route();
  badge();  // without signal nothing is sent, and the number must be right all the same
  pump(device);
}

async function route() {
  const [, page, id] = location.hash.split("/");
  if (page === "queue") return queue();
  if (page === "visit") {
    const site = (await sites()).find((one) => String(one.id) === id) ?? (await get("drafts", +id))?.site;
    if (site) return visit(site, { skew: () => skew, leave, cannot });
  }
  return today();
}

async function badge() {
  const left = await waiting();
  const button = document.getElementById("queue");
  button.hidden = false;
  button.dataset.state = left.some((one) => one.state === "refused") ? "refused" : left.length ? "waiting" : "sent";
  button.textContent = left.length ? t("queue", { n: left.length }) : t("queue_empty");
  if (location.hash.startsWith("#/queue")) queue();
}

async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(known.worker, { scope: known.scope });
  await navigator.serviceWorker.ready;
  const answer = await fetch(known.scope, { redirect: "manual" });
  if (answer.ok) await (await caches.open("field-shell")).put(known.scope, answer);
}

async function start() {
  device = (await get("kept", "device")) ?? `field-${Math.random().toString(36).slice(2, 12)}`;
  await put("kept", "device", device);
  skew = Math.max(0, ...(await all("kept")).map((one) => one.skew || 0));
  watch(badge);
  window.addEventListener("hashchange", route);
  for (const change of ["online", "offline"]) window.addEventListener(change, () => { if (!location.hash || location.hash === "#/") today(); pump(device); });
  document.addEventListener("visibilitychange", () => document.hidden || pump(device));
  document.getElementById("queue").addEventListener("click", () => (location.hash = "#/queue"));
  document.getElementById("forget").addEventListener("click", async () => ((await waiting()).length ? say(t("forget_sure")) : (await forget(), location.reload())));
  setInterval(() => pump(device), EVERY_MS);
  await tidy();
  await route();
  await badge();
  keepShell().catch(() => {});
  navigator.storage?.persist?.();
  await refresh().then(() => (!location.hash || location.hash === "#/") && today()).catch(() => {});
  pump(device);
  const now = !location.hash || location.hash === "#/" ? await position() : null;
  if (now && (!location.hash || location.hash === "#/")) {
    here = [now.latitude, now.longitude];
    today();
  }
}

start();
