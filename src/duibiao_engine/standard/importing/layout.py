"""A table by rows and columns: which cell covers a position, which cells begin in a row."""

from __future__ import annotations

from duibiao_engine.standard.importing.proposal import Cell, SourceTable


class Layout:
    """Its one trick: every covered position leads to its cell, so a merged cell is found from wherever it is looked for."""

    def __init__(self, table: SourceTable) -> None:
        self.table = table
        self._owner: dict[tuple[int, int], Cell] = {}
        self._rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            self._rows.setdefault(cell.row, []).append(cell)
            for row in range(cell.row, min(cell.row + cell.rows, table.rows + 1)):
                for column in range(cell.column, min(cell.column + cell.columns, table.columns + 1)):
                    self._owner.setdefault((row, column), cell)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this position."""
        return self._owner.get((row, column))

    def beginning(self, row: int) -> list[Cell]:
        """Cells with text whose first row this is."""
        return [cell for cell in self._rows.get(row, ()) if cell.text]

    def text(self, row: int, column: int) -> str:
        """The text of the cell that begins here; empty where a merged cell goes on."""
        cell = self.at(row, column)
        return cell.text if cell is not None and (cell.row, cell.column) == (row, column) else ""

    def texts(self, row: int) -> list[str]:
        """The texts of a row by column, each merged cell at its first column only."""
        return [self.text(row, column) for column in range(1, self.table.columns + 1)]
