// One line of a checklist: two or three large buttons, or a counter, a photo where something is wrong, a note by phrases.
import { photo as take } from "./camera.js";
import { h, say, t } from "./draw.js";
import { drop, get, put } from "./store.js";

const MOST_PHOTOS = 3;

// Whether an answer is on the wrong side of the item's line; the server judges again.
export function isFault(item, answer) {
  if (answer.outcome === "n_a") return false;
  if (item.answer === "tick") return answer.outcome === "fault";
  if (answer.value == null || answer.value === "") return false;
  const line = item.good_when ?? 0;
  const seen = item.answer === "share" ? (answer.out_of ? (100 * answer.value) / answer.out_of : line) : +answer.value;
  return item.fewer ? seen > line : seen < line;
}

export function isAnswered(item, answer) {
  if (!answer) return false;
  if (answer.outcome === "n_a") return true;
  if (item.answer === "tick") return !!answer.outcome;
  return answer.value != null && answer.value !== "" && (item.answer !== "share" || +answer.out_of > 0);
}

function choice(label, mark, on, act, kind) {
  return h("button", { type: "button", class: `choice choice-${kind}`, "aria-pressed": String(on), onclick: act }, h("span", { "aria-hidden": "true" }, mark), label);
}

function counter(label, value, set) {
  const now = +value || 0;
  const field = h("input", { type: "number", inputmode: "decimal", min: 0, value: value ?? "", "aria-label": label, onchange: (event) => set(event.target.value === "" ? null : Math.max(0, +event.target.value)) });
  const step = (by, name, mark) => h("button", { type: "button", class: "step", "aria-label": `${label} ${t(name)}`, onclick: () => set(Math.max(0, now + by)) }, mark);
  return h("div", { class: "counter" }, h("span", {}, label), step(-1, "minus", "−"), field, step(1, "plus", "＋"));
}

function line(item) {
  if (item.answer === "tick" || (item.good_when == null && item.fewer)) return "";
  const unit = item.answer === "share" ? "%" : item.unit_word;
  return t(item.fewer ? "line_less" : "line_more", { n: `${item.good_when ?? 0} ${unit}` });
}

// An example picture: from what the phone keeps, else from the network, else not at all.
function example(path, base, label) {
  const made = h("img", { alt: label, class: "example" });
  const draw = (blob) => blob && (made.src = URL.createObjectURL(blob));
  get("kept", base + path).then((kept) => (kept ? draw(kept) : fetch(base + path).then((answer) => answer.ok && answer.blob()).then(draw))).catch(() => made.remove());
  return h("figure", {}, made, h("figcaption", {}, label));
}

function examples(item, base) {
  const sides = Object.entries(item.pictures || {});
  return sides.length ? h("div", { class: "examples" }, sides.map(([side, path]) => example(path, base, t(side)))) : null;
}

function about(item, base) {
  const parts = [t("clause", { n: item.clause }), item.kind_words, line(item), item.points ? t("per_fault", { n: item.points }) : ""];
  const more = [[t("how"), item.how], [t("right"), item.right], [t("wrong"), item.wrong]].filter(([, text]) => text);
  return [
    h("p", { class: "small" }, parts.filter(Boolean).join(" · ")),
    more.length ? h("details", {}, h("summary", {}, t("how")), more.map(([name, text]) => h("p", {}, h("b", {}, `${name}：`), text))) : null,
    examples(item, base),
  ];
}

export function drawItem(item, draft, save) {
  const box = h("section", { class: "item", id: `item-${item.code}`, "data-code": item.code });
  const answer = () => (draft.answers[item.code] ??= {});
  const set = async (fields) => {
    Object.assign(answer(), fields);
    await save();
    redraw();
  };
  async function add(event) {
    const file = event.target.files[0];
    if (!file) return;
    const made = await take(file, `${draft.id}-${item.code}-${Date.now().toString(36)}.jpg`, draft.position);
    try {
      await put("photos", made.name, made.blob);
    } catch {
      return say(t("full"));
    }
    if (item.camera_only && made.about.source === "gallery") say(t("gallery"));
    await set({ photos: [...(answer().photos || []), { name: made.name, about: made.about }] });
  }
  async function remove(name) {
    await set({ photos: answer().photos.filter((photo) => photo.name !== name) });
    await drop("photos", name);
  }
  function photos() {
    const held = answer().photos || [];
    const asked = item.photo === "always" || isFault(item, answer());
    if (item.photo === "never" || (!asked && !held.length)) return null;
    const pick = h("label", { class: "shutter" }, t("photo"), h("input", { type: "file", accept: "image/*", capture: "environment", onchange: add }));
    return h("div", { class: "photos" },
      held.map((photo) => thumb(photo.name, () => remove(photo.name))), held.length < MOST_PHOTOS ? pick : null,
      item.photo === "always" && !held.length ? h("span", { class: "small" }, t("photo_must")) : null);
  }
  function note() {
    const now = answer();
    if (!isFault(item, now) && !now.note) return null;
    const phrase = (text) => h("button", { type: "button", class: "phrase", onclick: () => set({ note: now.note ? `${now.note}；${text}` : text }) }, text);
    return h("div", { class: "note" }, h("div", { class: "phrases" }, item.phrases.map(phrase)),
      h("input", { type: "text", maxlength: 300, placeholder: t("note"), "aria-label": t("note"), value: now.note ?? "", onchange: (event) => set({ note: event.target.value }) }));
  }
  function answers() {
    const now = answer();
    const none = choice(t("n_a"), "○", now.outcome === "n_a", () => set(now.outcome === "n_a" ? { outcome: "" } : { outcome: "n_a", value: null, out_of: null }), "none");
    if (item.answer === "tick") {
      return h("div", { class: "choices" }, choice(t("good"), "●", now.outcome === "good", () => set({ outcome: "good" }), "good"),
        choice(t("fault"), "■", now.outcome === "fault", () => set({ outcome: "fault" }), "bad"), none);
    }
    const label = item.answer === "mark" ? t("mark") : item.answer === "share" ? t("count_good") : item.unit_word || item.text;
    const counted = (fields) => set({ ...fields, outcome: "" });
    const rate = item.answer === "share" && now.out_of > 0 ? t("per_hundred", { n: Math.round((1000 * (now.value || 0)) / now.out_of) / 10 }) : "";
    return h("div", {}, counter(item.answer === "share" && item.fewer ? item.unit_word || t("fault") : label, now.value, (value) => counted({ value })),
      item.answer === "share" ? counter(t("of_all"), now.out_of, (out_of) => counted({ out_of })) : null,
      rate ? h("p", { class: "small" }, rate) : null, h("div", { class: "choices" }, none));
  }
  const shown = about(item, draft.base);
  function redraw() {
    const focused = box.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    box.dataset.state = isAnswered(item, answer()) ? (isFault(item, answer()) ? "fault" : "done") : "open";
    box.replaceChildren(...[h("h2", {}, `${item.number}. ${item.text}`), ...shown, answers(), photos(), note()].filter(Boolean));
    if (focused) box.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
  }
  redraw();
  return box;
}

function thumb(name, remove) {
  const picture = h("img", { alt: t("photo"), width: 72, height: 72 });
  get("photos", name).then((blob) => blob && (picture.src = URL.createObjectURL(blob)));
  return h("span", { class: "thumb" }, picture, h("button", { type: "button", "aria-label": t("delete_photo"), onclick: remove }, "×"));
}
