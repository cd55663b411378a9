// A brush over a photo: each drag marks a part, in thousandths of its width and height, and writes it into the form's field.
export function coverPhotos() {
  for (const place of document.querySelectorAll("[data-brush]")) {
    const field = document.getElementById(place.dataset.brush);
    let start = null, drawn = null, boxes = [];
    const at = (event) => {
      const edge = place.getBoundingClientRect();
      const part = (value, size) => Math.max(0, Math.min(1000, Math.round((1000 * value) / size)));
      return [part(event.clientX - edge.left, edge.width), part(event.clientY - edge.top, edge.height)];
    };
    const box = (one, other) => [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[0], other[0]), Math.max(one[1], other[1])];
    const lay = (mark, [left, top, right, bottom]) => {
      Object.assign(mark.style, { left: `${left / 10}%`, top: `${top / 10}%`, width: `${(right - left) / 10}%`, height: `${(bottom - top) / 10}%` });
    };
    place.addEventListener("pointerdown", (event) => {
      start = at(event);
      drawn = place.appendChild(Object.assign(document.createElement("span"), { className: "brush-mark" }));
      place.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    place.addEventListener("pointermove", (event) => start && lay(drawn, box(start, at(event))));
    place.addEventListener("pointerup", (event) => {
      if (!start) return;
      const made = box(start, at(event));
      if (made[2] - made[0] < 5 || made[3] - made[1] < 5) drawn.remove();
      else boxes.push(made);
      start = null;
      field.value = boxes.map((one) => one.join(",")).join("\n");
    });
    document.querySelector("[data-uncover]")?.addEventListener("click", () => {
      boxes = [];
      field.value = "";
      place.querySelectorAll(".brush-mark").forEach((mark) => mark.remove());
    });
  }
}
