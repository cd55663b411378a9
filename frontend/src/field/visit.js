// A visit: begun, kept at every touch, finished in one step from the drafts into the outbox.
import { sha256 } from "./camera.js";
import { h, say, show, t } from "./draw.js";
import { drawItem, isAnswered } from "./item.js";
import { metres, position } from "./place.js";
import { get, put, write } from "./store.js";
import { submission } from "./xml.js";

const FAR_M = 300;

const uuid = () => "uuid:" + (crypto.randomUUID?.() ?? "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, () => Math.floor(Math.random() * 16).toString(16)));

async function begun(site) {
  const held = await get("drafts", site.id);
  if (held) return held;
  const draft = { id: site.id, base: site.base, site, form: site.form_said, started_at: new Date().toISOString(), answers: {}, note: "", position: null };
  await put("drafts", site.id, draft);
  return draft;
}

function placeWords(draft) {
  if (!draft.position) return t("position_none");
  const away = draft.site.place ? metres([draft.position.latitude, draft.position.longitude], draft.site.place) : 0;
  const allowed = FAR_M + draft.position.accuracy + (draft.site.length_m || 0);
  return away > allowed ? t("position_far", { n: Math.round(away) }) : t("position_found", { n: draft.position.accuracy });
}

async function finish(draft, skew) {
  draft.ended_at = new Date().toISOString();
  const about = { skew_s: skew, mocked: draft.position?.mocked || undefined };
  const instance = uuid();
  const xml = submission(draft, instance, about);
  const files = Object.values(draft.answers).flatMap((answer) => (answer.photos || []).map(({ name, about: said }) => ({ name, sha256: said.sha256 })));
  const hash = await sha256(new TextEncoder().encode(xml));
  const item = { instance, base: draft.base, xml, sha256: hash, files, assignment: draft.id, name: draft.site.name, state: "waiting", words: "", made_at: Date.now() };
  await write(["drafts", "outbox"], (store) => {
    store("drafts").delete(draft.id);
    store("outbox").put(item, instance);
  });
}

export async function visit(site, { skew, leave, cannot }) {
  if (!site.form_said && !(await get("drafts", site.id))) return show(h("p", { class: "empty" }, t("no_form")), back(leave));
  const draft = await begun(site);
  const save = async () => {
    try {
      await put("drafts", draft.id, draft);
    } catch {
      say(t("full"));
    }
  };
  const where = h("p", { class: "small where" }, draft.position ? placeWords(draft) : t("position_wait"));
  const items = draft.form.items;
  let sure = false;
  const done = h("button", { type: "button", class: "act", onclick: async () => {
    const left = items.filter((item) => !isAnswered(item, draft.answers[item.code]));
    if (left.length && !sure) {
      sure = true;
      document.getElementById(`item-${left[0].code}`).scrollIntoView({ block: "center" });
      return say(t("unanswered", { n: left.length }));
    }
    done.disabled = true;
    try {
      await finish(draft, skew());
    } catch {
      done.disabled = false;
      return say(t("full"));
    }
    say(t("finished", { name: draft.site.name }));
    leave();
  } }, t("finish"));
  const whole = h("input", { type: "text", maxlength: 300, value: draft.note, placeholder: t("note_all"), "aria-label": t("note_all"), onchange: (event) => { draft.note = event.target.value; save(); } });
  show(back(leave), h("h2", { class: "site-name" }, draft.site.name), h("p", { class: "small" }, `${draft.site.type} · ${draft.site.address || draft.site.code}`), where,
    items.map((item) => drawItem(item, draft, save)), h("section", { class: "item" }, whole), h("p", { class: "acts" }, done),
    h("p", { class: "acts" }, h("button", { type: "button", class: "quiet", onclick: () => cannot(draft) }, t("cannot"))));
  if (!draft.position) {
    draft.position = await position();
    where.textContent = placeWords(draft);
    if (draft.position && !done.disabled) await save();
  }
}

export const back = (leave) => h("p", {}, h("button", { type: "button", class: "quiet back", onclick: leave }, `‹ ${t("back")}`));
