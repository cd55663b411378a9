// Before and after in one frame: the two photos lie upon each other and a slider says how much of each is seen.
// Without this file they stand side by side, and so they do on paper. The slider is an ordinary range: arrows, Home and End move it.
export function comparePhotos(within = document) {
  within.querySelectorAll("[data-compare]:not(.compare)").forEach(lay);
}

function lay(box) {
  const slider = document.createElement("input"), line = document.createElement("span");
  Object.assign(slider, { type: "range", min: 0, max: 100, step: 2, value: 50 });
  slider.setAttribute("aria-label", box.dataset.compare);
  line.className = "compare-line";
  line.setAttribute("aria-hidden", "true");
  box.classList.add("compare");
  box.append(slider, line);
  const move = () => {
    box.style.setProperty("--at", `${slider.value}%`);
    slider.setAttribute("aria-valuetext", `${box.dataset.before} ${slider.value}%, ${box.dataset.after} ${100 - slider.value}%`);
  };
  slider.addEventListener("input", move);
  move();
  box.closest("[hidden]")?.removeAttribute("hidden");
}
