// Files by drag, choice or camera, each with its own progress, each going on where the line broke. Without this script the same
// form sends the same files in one go. A form says: data-uploads="/uploads/" and its words as data-words-*.
import { Sha256 } from "./sha256.js";

const SMALLEST = 64 * 1024, LARGEST = 8 * 1024 * 1024, TRIES = 8;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function hashOf(file, told) {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += LARGEST) {
    hash.update(new Uint8Array(await file.slice(at, at + LARGEST).arrayBuffer()));
    told(Math.min(at + LARGEST, file.size) / file.size);
  }
  return hash.hex();
}

// A refusal is final; a line that broke is not.
class Refused extends Error {}

function headers(form) {
  return { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value };
}

async function ask(form, address, options) {
  const answer = await fetch(address, { ...options, headers: { ...headers(form), ...options.headers }, signal: AbortSignal.timeout(120000) });
  const said = await answer.json().catch(() => ({}));
  if (said.words || [507, 403, 404].includes(answer.status)) throw new Refused(said.words || form.dataset.wordsClosed);
  if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
  return said;
}

async function patiently(row, form, act) {
  for (let tried = 0; ; tried++) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Refused || tried >= TRIES) throw error;
      row.say(form.dataset.wordsAgain);
      await wait(Math.min(500 * 2 ** tried, 15000));
    }
  }
}

// Some seconds a piece: more often would cost the server more than the bytes do, more seldom would lose more when the line breaks.
function fitting(size, took) {
  const better = took < 3000 ? size * 2 : took > 10000 ? size / 2 : size;
  return Math.max(SMALLEST, Math.min(LARGEST, better));
}

async function send(form, file, row) {
  if (!file.size) throw new Refused(form.dataset.wordsEmpty);
  if (file.size > Number(form.dataset.largest)) throw new Refused(form.dataset.wordsLarge);
  row.say(form.dataset.wordsHash);
  const sha256 = await hashOf(file, (part) => row.progress(part * 0.05));
  const base = form.dataset.uploads;
  const body = new URLSearchParams({ sha256, size: file.size, name: file.name });
  let here = await patiently(row, form, () => ask(form, base, { method: "POST", body }));
  const address = `${base}${here.key}/`;
  let size = 256 * 1024;
  while (!here.finished) {
    if (here.offset < file.size) {
      const begun = Date.now(), offset = here.offset;
      here = await patiently(row, form, async () => {
        if (here.unsure) here = await ask(form, address, { method: "GET" });
        if (here.offset >= file.size) return here;
        const { offset: from, ticket } = here;
        here.unsure = true;
        const head = { "Upload-Offset": String(from), "Upload-Ticket": ticket };
        const said = await ask(form, address, { method: "PATCH", body: file.slice(from, from + size), headers: head });
        // a code says that it was not what the server waits for: then it is asked
        return { ...here, ...said, unsure: Boolean(said.code) };
      });
      if (here.offset > offset) size = fitting(size, Date.now() - begun);
      row.progress(0.05 + 0.95 * (here.offset / file.size));
      row.say(`${Math.floor((100 * here.offset) / file.size)}%`);
    } else {
      // the server may find that something is missing after all: then the loop goes on from there
      here = await patiently(row, form, () => ask(form, `${address}finish/`, { method: "POST" }));
    }
  }
  return here.key;
}

function rowFor(list, file, form, remove) {
  const row = document.createElement("li");
  row.className = "upload";
  const name = document.createElement("span"), bar = document.createElement("progress"), said = document.createElement("span"), drop = document.createElement("button");
  name.textContent = file.name;
  name.className = "upload-name";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  said.className = "upload-said";
  said.setAttribute("role", "status");
  drop.type = "button";
  drop.className = "linklike";
  drop.textContent = form.dataset.wordsRemove;
  drop.addEventListener("click", () => (row.remove(), remove()));
  row.append(name, bar, said, drop);
  list.append(row);
  return {
    element: row,
    progress: (part) => (bar.value = part),
    say: (words) => (said.textContent = words),
    end: (kind, words) => ((said.textContent = words), row.classList.add(kind)),
  };
}

function ready(form) {
  const input = form.querySelector("input[type=file]"), list = form.querySelector("[data-upload-list]"), button = form.querySelector("[data-upload-done]");
  let working = 0, chain = Promise.resolve();
  const settle = () => {
    button.disabled = working > 0 || (!form.querySelector("[name=upload]") && !form.dataset.mayBeEmpty);
  };
  const take = (files) => {
    for (const file of files) {
      let field = null, gone = false;
      const row = rowFor(list, file, form, () => ((gone = true), field?.remove(), settle()));
      row.say(form.dataset.wordsWaits);
      working++;
      settle();
      chain = chain.then(() => (gone ? null : send(form, file, row))).then(
        (key) => {
          if (!key || gone) return;
          field = Object.assign(document.createElement("input"), { type: "hidden", name: "upload", value: key });
          form.append(field);
          row.end("upload-done", form.dataset.wordsDone);
        },
        (error) => row.end("upload-wrong", error instanceof Refused ? error.message : form.dataset.wordsLost),
      ).finally(() => (working--, settle()));
    }
  };
  input.addEventListener("change", () => (take([...input.files]), (input.value = "")));
  const place = form.querySelector("[data-drop]");
  for (const kind of ["dragenter", "dragover"]) place.addEventListener(kind, (event) => (event.preventDefault(), place.classList.add("drop-over")));
  for (const kind of ["dragleave", "drop"]) place.addEventListener(kind, () => place.classList.remove("drop-over"));
  place.addEventListener("drop", (event) => (event.preventDefault(), take([...event.dataTransfer.files])));
  input.required = false;
  addEventListener("beforeunload", (event) => working > 0 && event.preventDefault());
  settle();
}

export function takeUploads() {
  document.querySelectorAll("form[data-uploads]").forEach(ready);
}
