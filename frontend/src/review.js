// The reviewer's three keys: accept (a, or 1–9 for a grade), send back (r, then a number), next (j). All are buttons and links first.
function typing(target) {
  return target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
}

export function reviewByKeys() {
  const desk = document.querySelector("[data-review]");
  if (!desk) return;
  const back = desk.querySelector("[data-review-back]");
  const press = (selector) => desk.querySelector(selector)?.click();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && back?.open) {
      back.open = false;
      return document.activeElement?.blur();
    }
    if (typing(event.target)) return;
    const key = event.key.toLowerCase();
    if (back?.open && /^[1-9]$/.test(key)) return press(`[data-reason="${key}"]`);
    const act = { a: "[data-key=a]", j: "[data-key=j]", k: "[data-key=k]", o: "[data-key=o]" }[key] || (/^[1-9]$/.test(key) && `[data-grade="${key}"]`);
    if (key === "r" && back) {
      event.preventDefault();
      back.open = true;
      return back.querySelector("textarea").scrollIntoView({ block: "nearest" });
    }
    if (act && desk.querySelector(act)) {
      event.preventDefault();
      press(act);
    }
  });
}
