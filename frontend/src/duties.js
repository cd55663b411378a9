// The matrix of duties: empty cells are no elements, so a click is turned into a column by its place. Mouse and keyboard choose
// cells; the chosen ones become hidden fields of the form around. Without this file the form below the matrix does the same.
const COLUMN = 34;

export function chooseCells() {
  document.querySelectorAll(".cover[data-assign]").forEach(attend);
}

function attend(grid) {
  const form = grid.closest("form");
  const bar = form.querySelector("[data-bar]");
  const rows = [...grid.querySelectorAll(".cover-row")];
  const units = [...grid.querySelectorAll(".cover-head a")];
  const chosen = new Map();
  const cursor = document.createElement("b");
  cursor.className = "cover-cursor";
  let at = { row: 0, column: 0 };
  let anchor = null;

  const held = (row, column) => rows[row].querySelector(`a.k${column + 1}`);

  function toggle(row, column, on) {
    const name = `${row}:${column}`;
    const there = chosen.get(name);
    if (held(row, column) || on === Boolean(there)) return;
    if (there) {
      there.mark.remove();
      there.field.remove();
      chosen.delete(name);
      return;
    }
    const mark = document.createElement("i");
    mark.className = `cover-pick k${column + 1}`;
    mark.textContent = "✓";
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "cell";
    field.value = `${rows[row].dataset.code}:${units[column].dataset.unit}`;
    rows[row].append(mark);
    form.append(field);
    chosen.set(name, { mark, field });
  }

  function said() {
    bar.hidden = chosen.size === 0;
    bar.querySelector("[data-count]").textContent = chosen.size;
  }

  function move(row, column) {
    at = { row: Math.max(0, Math.min(rows.length - 1, row)), column: Math.max(0, Math.min(units.length - 1, column)) };
    cursor.className = `cover-cursor k${at.column + 1}`;
    rows[at.row].append(cursor);
    cursor.scrollIntoView({ block: "nearest", inline: "nearest" });
    const cell = held(at.row, at.column);
    const where = `${rows[at.row].querySelector(".cover-name span").textContent} × ${units[at.column].title}`;
    grid.setAttribute("aria-description", cell ? `${where} ${cell.title}` : where);
  }

  function area(to) {
    const [top, bottom] = [anchor.row, to.row].sort((a, b) => a - b);
    const [left, right] = [anchor.column, to.column].sort((a, b) => a - b);
    for (let row = top; row <= bottom; row++) for (let column = left; column <= right; column++) toggle(row, column, true);
  }

  grid.addEventListener("click", (event) => {
    const row = rows.indexOf(event.target.closest(".cover-row"));
    if (row < 0 || event.target.closest("a, .cover-name")) return;
    const first = rows[row].querySelector(".cover-name").offsetWidth;
    const column = Math.floor((event.clientX - rows[row].getBoundingClientRect().left - first) / COLUMN);
    if (column < 0 || column >= units.length) return;
    if (event.shiftKey && anchor) area({ row, column });
    else toggle(row, column);
    anchor = { row, column };
    move(row, column);
    said();
  });
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] };
  grid.addEventListener("keydown", (event) => {
    if (event.target !== grid) return;
    const step = steps[event.key];
    if (step) {
      if (event.shiftKey && !anchor) anchor = { ...at };
      if (!event.shiftKey) anchor = null;
      move(at.row + step[0], at.column + step[1]);
      if (event.shiftKey) area(at);
    } else if (event.key === " ") {
      toggle(at.row, at.column);
      anchor = { ...at };
    } else if (event.key === "Enter") held(at.row, at.column)?.click();
    else if (event.key === "Home") move(at.row, 0);
    else if (event.key === "End") move(at.row, units.length - 1);
    else return;
    event.preventDefault();
    said();
  });
  grid.addEventListener("focus", () => move(at.row, at.column), { once: true });
  form.querySelector("[data-clear]").addEventListener("click", () => {
    for (const { mark, field } of chosen.values()) mark.remove(), field.remove();
    chosen.clear();
    said();
  });
}
