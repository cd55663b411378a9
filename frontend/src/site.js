// Everything here makes a page that already works more comfortable; nothing here is needed for an act.
import htmx from "htmx.org";
import Alpine from "@alpinejs/csp";
import { keepDrafts } from "./drafts.js";
import { keysOfTheWizard } from "./drafting.js";
import { chooseCells } from "./duties.js";
import { showToday } from "./gantt.js";
import { foldForNarrow } from "./fold.js";
import { foldRail } from "./rail.js";
import { coverPhotos } from "./cover.js";
import { reviewByKeys } from "./review.js";
import { takeShots } from "./problems.js";
import { takeUploads } from "./uploads.js";

window.htmx = htmx;
window.Alpine = Alpine;
Alpine.start();

function ready() {
  chooseCells();
  foldForNarrow();
  foldRail();
  showToday();
  keepDrafts();
  keysOfTheWizard();
  coverPhotos();
  takeShots();
  takeUploads();
  reviewByKeys();
  document.querySelector(".form-errors")?.focus();
}

document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", ready) : ready();

// A double click sends once: the second press of the same button is swallowed until the page answers.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});
