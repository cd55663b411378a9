// A chart that is wider than the window opens where today is: what is behind and what comes next stand there.
export function showToday() {
  for (const place of document.querySelectorAll(".gantt-scroll")) {
    const today = place.querySelector(".gantt-today");
    if (today) place.scrollLeft = Number(today.getAttribute("x1")) - place.clientWidth * 0.7;
  }
}
