// Files by drag, choice or camera, each with its own progress, each going on where the line broke. Without this script the same
// form sends the same files in one go. A form says: data-uploads="/uploads/" and its words as data-words-*.
import { Sha256 } from "./sha256.js";

const SMALLEST = 64 * 1024, LARGEST = 8 * 1024 * 1024, TRIES = 8;
// A refusal is final; a line that broke is not.
class Refused extends Error {}

// So long, or until the browser says that the line is back.
function wait(ms) {
  return new Promise((done) => {
    const wake = () => (clearTimeout(timer), removeEventListener("online", wake), done());
    const timer = setTimeout(wake, ms);
    addEventListener("online", wake);
  });
}

async function hashOf(form, file, told) {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += LARGEST) {
    // a folder that was dragged in, or a file that was moved away meanwhile
    const piece = await file.slice(at, at + LARGEST).arrayBuffer().catch(() => { throw new Refused(form.dataset.wordsUnread); });
    hash.update(new Uint8Array(piece));
    told(Math.min(at + LARGEST, file.size) / file.size);
  }
  return hash.hex();
}

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
      do await wait(Math.min(500 * 2 ** tried, 15000)); // without a line no try is spent: a lift or a cellar may take minutes
      while (!navigator.onLine);
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
  const sha256 = await hashOf(form, file, (part) => row.progress(part * 0.05));
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

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "linklike";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function rowFor(list, file, form, remove, again) {
  const row = document.createElement("li");
  row.className = "upload";
  const name = document.createElement("span"), bar = document.createElement("progress"), said = document.createElement("span"), acts = document.createElement("span");
  name.textContent = name.title = file.name;
  name.className = "upload-name";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  said.className = "upload-said";
  said.setAttribute("role", "status");
  acts.className = "upload-acts";
  const retry = button(form.dataset.wordsRetry, () => (row.classList.remove("upload-wrong"), retry.remove(), again()));
  acts.append(button(form.dataset.wordsRemove, () => (row.remove(), remove())));
  row.append(name, bar, said, acts);
  list.append(row);
  return {
    progress: (part) => (bar.value = part),
    say: (words) => (said.textContent = words),
    end: (kind, words) => ((said.textContent = words), row.classList.add(kind)),
    lost: () => ((said.textContent = form.dataset.wordsLost), row.classList.add("upload-wrong"), acts.prepend(retry)),
  };
}

// The files of one form, one after the other: each has the whole line for itself, and the first is done soonest.
function ready(form) {
  const list = form.querySelector("[data-upload-list]"), done = form.querySelector("[data-upload-done]");
  let working = 0, chain = Promise.resolve();
  const settle = () => {
    done.disabled = working > 0 || (!form.querySelector("[name=upload]") && !form.dataset.mayBeEmpty);
  };
  const keep = (key, row) => {
    if (form.querySelector(`[name=upload][value="${key}"]`)) throw new Refused(form.dataset.wordsTwice);
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "upload", value: key });
    form.append(field);
    row.progress(1);
    row.end("upload-done", form.dataset.wordsDone);
    return field;
  };
  const takeOne = (file) => {
    let field = null, gone = false;
    const work = () => {
      row.say(form.dataset.wordsWaits);
      working++;
      settle();
      chain = chain.then(async () => {
        const key = gone ? null : await send(form, file, row);
        if (key && !gone) field = keep(key, row);
      }).catch((error) => (error instanceof Refused ? row.end("upload-wrong", error.message) : row.lost())).finally(() => (working--, settle()));
    };
    const row = rowFor(list, file, form, () => ((gone = true), field?.remove(), settle()), work);
    work();
  };
  const take = (files) => [...files].forEach(takeOne);
  for (const input of form.querySelectorAll("input[type=file]"))
    input.addEventListener("change", () => (take(input.files), (input.value = "")));
  const place = form.querySelector("[data-drop]");
  for (const kind of ["dragenter", "dragover"]) place.addEventListener(kind, (event) => (event.preventDefault(), place.classList.add("drop-over")));
  for (const kind of ["dragleave", "drop"]) place.addEventListener(kind, () => place.classList.remove("drop-over"));
  place.addEventListener("drop", (event) => (event.preventDefault(), take(event.dataTransfer.files)));
  addEventListener("beforeunload", (event) => working > 0 && event.preventDefault());
  settle();
}

export function takeUploads() {
  document.querySelectorAll("form[data-uploads]").forEach(ready);
}
