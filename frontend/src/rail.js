// A long menu: what somebody opened stays open on the next page, and typing finds a page by its name.
const KEY = "rail";

function remembered() {
  try {
    return new Set(JSON.parse(localStorage.getItem(KEY) || "[]"));
  } catch {
    return new Set();
  }
}

function remember(sections) {
  const open = sections.filter((one) => one.open).map(nameOf);
  try {
    localStorage.setItem(KEY, JSON.stringify(open));
  } catch {
    // a browser that keeps nothing: the menu then opens at the current page
  }
}

const nameOf = (section) => section.querySelector("summary").textContent;

function find(sections, asked, before) {
  for (const section of sections) {
    let found = false;
    for (const item of section.querySelectorAll("li")) {
      item.hidden = Boolean(asked) && !item.textContent.toLowerCase().includes(asked);
      found ||= !item.hidden;
    }
    section.hidden = !found;
    section.open = asked ? found : before.has(nameOf(section));
  }
}

export function foldRail() {
  const sections = [...document.querySelectorAll(".rail-section")], box = document.querySelector("[data-rail-find]");
  if (!sections.length) return;
  const held = remembered();
  sections.forEach((one) => (one.open ||= held.has(nameOf(one))));
  let before = null; // the open ones, while something is looked for
  sections.forEach((one) => one.addEventListener("toggle", () => before || remember(sections)));
  addEventListener("pagehide", () => before || remember(sections)); // a toggle is told a moment later; a quick click leaves before that
  box.parentElement.hidden = false;
  box.addEventListener("input", () => {
    before ||= new Set(sections.filter((one) => one.open).map(nameOf));
    find(sections, box.value.trim().toLowerCase(), before);
    if (!box.value.trim()) setTimeout(() => (before = null)); // after the toggles that we caused ourselves
  });
  box.addEventListener("keydown", (event) => {
    const first = sections.flatMap((one) => (one.hidden ? [] : [...one.querySelectorAll("li:not([hidden]) a")]))[0];
    if (event.key === "Enter" && box.value.trim() && first) first.click();
    if (event.key === "Escape") (box.value = ""), box.dispatchEvent(new Event("input"));
  });
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || writes || event.ctrlKey || event.metaKey || event.altKey) return;
    const menu = box.closest(".rail-fold");
    menu.open = true;
    event.preventDefault();
    box.focus();
  });
}
