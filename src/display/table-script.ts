// The script inside a table's HTML: click a heading to sort, page through long tables.

/** Without scripts (an untrusted notebook, a Markdown page) the table stays whole. `rows` a page. */
export function pager(rows: number): string {
  return `<script>(${String(enliven)})(document.currentScript, ${rows})</script>`;
}

/** Runs in the browser; refers to nothing outside itself. */
function enliven(script: Element | null, size: number): void {
  const root = script && script.closest(".cellwright-table");
  const body = root && root.querySelector("tbody");
  if (!root || !body) return;
  const rows = Array.from(body.rows);
  let order = rows.slice();
  let first = 0;
  const bar = document.createElement("div");
  const say = document.createElement("span");
  const button = (text: string, label: string, step: number): HTMLButtonElement => {
    const made = document.createElement("button");
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.onclick = () => { first = Math.min(Math.max(first + step, 0), Math.floor((rows.length - 1) / size) * size); show(); };
    return made;
  };
  const show = (): void => {
    body.replaceChildren(...order.slice(first, first + size));
    say.textContent = " " + (first + 1) + "–" + Math.min(first + size, rows.length) + " / " + rows.length + " ";
  };
  const key = (row: HTMLTableRowElement, column: number): string => (row.cells[column] && row.cells[column].textContent) || "";
  const compare = (a: string, b: string): number => {
    const [x, y] = [Number(a), Number(b)];
    return a !== "" && b !== "" && !isNaN(x) && !isNaN(y) ? x - y : a.localeCompare(b);
  };
  Array.from(root.querySelectorAll("th")).forEach((heading, column) => {
    let sign = -1;
    heading.style.cursor = "pointer";
    heading.tabIndex = 0;
    const sort = (): void => {
      sign = -sign;
      Array.from(root.querySelectorAll("th")).forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      order = rows.slice().sort((a, b) => sign * compare(key(a, column), key(b, column)));
      first = 0;
      show();
    };
    heading.onclick = sort;
    heading.onkeydown = (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); } };
  });
  if (rows.length <= size) return;
  bar.append(button("‹", "previous page", -size), say, button("›", "next page", size));
  root.append(bar);
  show();
}
