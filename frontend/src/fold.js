// The menu stands open where there is room and folds on a phone; without a script it stays open.
export function foldForNarrow() {
  const narrow = window.matchMedia("(max-width: 860px)");
  const fold = () => document.querySelectorAll("[data-fold=narrow]").forEach((part) => (part.open = !narrow.matches));
  narrow.addEventListener("change", fold);
  fold();
}
