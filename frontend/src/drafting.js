// Keys of the wizard: N goes to the next clause that waits, Y confirms the one on the page. Never while somebody types.
function typing(target) {
  return target.matches("input:not([type=checkbox], [type=radio]), textarea, select") || target.isContentEditable;
}

function nextOpen() {
  const open = [...document.querySelectorAll("[data-open]")];
  if (!open.length) return false;
  const here = open.indexOf(document.activeElement?.closest?.("[data-open]"));
  const next = open[(here + 1) % open.length];
  next.scrollIntoView({ block: "center" });
  next.focus({ preventScroll: true });
  return true;
}

export function keysOfTheWizard() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-next][href^='#c']") && nextOpen()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "n" || event.key === "N") {
      const link = document.querySelector("[data-next]");
      if (!link) return;
      event.preventDefault();
      if (!link.getAttribute("href").startsWith("#c") || !nextOpen()) location.assign(link.href);
    }
    if (event.key === "y" || event.key === "Y") document.querySelector("[data-confirm]")?.click();
    if (event.key === "Enter" && event.target.matches("[data-open]")) event.target.querySelector("header a")?.click();
  });
}
