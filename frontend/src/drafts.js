// A session may end while somebody writes a long form: what was typed is kept in this tab until the form is accepted.
const prefix = "draft:";

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type));
}

function restore(form, key) {
  const kept = JSON.parse(sessionStorage.getItem(key) || "null");
  if (!kept) return;
  for (const field of fieldsOf(form)) {
    if (field.name in kept && !["checkbox", "radio"].includes(field.type)) field.value = kept[field.name];
  }
}

export function keepDrafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = prefix + form.dataset.draft;
    if (!form.querySelector(".form-errors")) restore(form, key);
    form.addEventListener("input", () => {
      const kept = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
      sessionStorage.setItem(key, JSON.stringify(kept));
    });
    form.addEventListener("submit", () => setTimeout(() => sessionStorage.setItem(prefix + "sent", key)));
  }
  // The form was accepted when the page after sending is neither the form itself nor the log-in.
  const sent = sessionStorage.getItem(prefix + "sent");
  const stillThere = sent && document.querySelector(`form[data-draft="${CSS.escape(sent.slice(prefix.length))}"]`);
  if (sent && !stillThere && !document.getElementById("passkey_login")) {
    sessionStorage.removeItem(sent);
    sessionStorage.removeItem(prefix + "sent");
  }
}
