// A visit as an ODK client writes it. Written once, when the visit is finished: sending again sends the same bytes.
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

export const escape = (text) => String(text).replace(ILLEGAL, "").replace(/[&<>]/g, (mark) => MARKS[mark]);
const element = (name, value) => (value === "" || value == null ? "" : `<${name}>${escape(value)}</${name}>`);

function group(code, answer) {
  const photos = (answer.photos || []).map((photo, n) =>
    element(`photo${n + 1}`, photo.name) + element(`photo${n + 1}_about`, JSON.stringify(photo.about)));
  const fields = ["outcome", "value", "out_of", "note"].map((name) => element(name, answer[name]));
  return `<${code}>${fields.join("")}${photos.join("")}</${code}>`;
}

export function submission(draft, instance, about) {
  const { form, answers, position } = draft;
  const place = position ? `${position.latitude} ${position.longitude} 0 ${position.accuracy}` : "";
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<data id="${escape(form.id)}" version="${form.version}" xmlns:orx="http://openrosa.org/xforms">` +
    `<orx:meta><orx:instanceID>${instance}</orx:instanceID></orx:meta>` +
    element("assignment", draft.id) + element("started_at", draft.started_at) + element("ended_at", draft.ended_at) +
    element("position", place) + element("phone_about", JSON.stringify(about)) + element("note", draft.note) +
    Object.entries(answers).map(([code, answer]) => group(code, answer)).join("") + "</data>\n"
  );
}
