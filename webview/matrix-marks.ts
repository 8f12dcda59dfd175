/** Which cell of a matrix is lit, by its row and column among the body's. */
export interface MarkedCell {
  readonly row: number;
  readonly column: number;
}

export const activeCellId = "matrix-cell";

const marks = ["cross", "hit", "lit"] as const;
const marked = new WeakMap<Element, Element[]>();

/**
 * Lights a cell of a drawn matrix with its row, its column and their heads, and unlights what was. The matrix itself is
 * drawn once: with twenty thousand cells it is not drawn anew at each move of the pointer.
 */
export function markCell(matrix: Element, { row, column }: MarkedCell): void {
  for (const element of marked.get(matrix) ?? []) {
    element.classList.remove(...marks);
    if (element.id === activeCellId) element.removeAttribute("id");
  }
  const [head, ...rows] = matrix.children;
  const own = rows[row];
  const cell = own?.children[column + 1];
  if (!head || !own || !cell) return;
  const columnHead = head.children[column + 1];
  const isCell = (element: Element) => element.classList.contains("cell");
  const across = [...own.children].filter(isCell);
  const down = rows.flatMap((each) => each.children[column + 1] ?? []).filter(isCell);
  for (const element of [...across, ...down]) element.classList.add("cross");
  own.classList.add("lit");
  columnHead?.classList.add("lit");
  cell.classList.add("hit");
  cell.id = activeCellId;
  marked.set(matrix, [...across, ...down, own, ...(columnHead ? [columnHead] : [])]);
}
