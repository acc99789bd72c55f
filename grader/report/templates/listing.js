"use strict";
// Every .listing holds a plain table. This sorts it by any column, and searches, filters and turns
// its pages where it has controls. Rows that are not shown are out of the document, so a sort does
// not lay thousands of them out; of a large class fewer are shown at a time. In the .matrix of students each result is a link, and as there are
// thousands of them, Tab stops once in it and arrow keys go from cell to cell.
(() => {
  const collator = new Intl.Collator(undefined, { numeric: true });
  const DASH = "\u2013", BLANK = "\u25cb";

  // What a cell is sorted by: a number where it shows one, null where nothing is known.
  const keyOf = (cell) => {
    const text = (cell.querySelector(".who") ?? cell).textContent.trim();
    if (text === DASH || text === "") return null;
    if (text === BLANK) return -0.5;
    return /^[-+]?[\d.]+( %)?$/.test(text) ? parseFloat(text) : text;
  };
  const compare = (one, other) => {
    if (one === other) return 0;
    if (typeof one === "number" && typeof other === "number") return one - other;
    return collator.compare(one, other);
  };

  // Arrow keys go to the next link or button of the row or the column, Home and End along the row.
  const walk = (table) => {
    const steps = { arrowleft: [0, -1], arrowright: [0, 1], arrowup: [-1, 0], arrowdown: [1, 0], home: [0, 1], end: [0, -1] };
    let stop = table.querySelector("button");
    const rest = () => {
      for (const each of table.querySelectorAll("a, button")) each.tabIndex = -1;
      if (!stop.isConnected) stop = table.querySelector("button");
      stop.tabIndex = 0;
    };
    table.addEventListener("focusin", ({ target }) => {
      stop.tabIndex = -1;
      stop = target;
      stop.tabIndex = 0;
    });
    table.addEventListener("keydown", (event) => {
      const key = event.key.toLowerCase(), step = steps[key], cell = event.target.closest("th, td");
      if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
      const rows = [...table.rows];
      let row = rows.indexOf(cell.parentElement), column = cell.cellIndex, found = null;
      if (key === "home") column = -1;
      if (key === "end") column = rows[row].cells.length;
      do {
        row += step[0];
        column += step[1];
        found = rows[row]?.cells[column]?.querySelector("a, button");
      } while (!found && rows[row]?.cells[column]);
      event.preventDefault();
      found?.focus();
    });
    return rest;
  };

  const enhance = (listing) => {
    const body = listing.querySelector("tbody");
    const all = [...body.rows];
    const size = Number(listing.dataset.page) || all.length;
    const controls = listing.querySelector(".controls");
    const search = listing.querySelector("input");
    const choices = [...listing.querySelectorAll("select")];
    const told = listing.querySelector("[role=status]");
    const [back, next] = listing.querySelectorAll(".turn>button");
    const heads = [...listing.querySelector("thead").querySelectorAll("th:not(.still)")];
    const matrix = listing.querySelector(".matrix");
    const keys = new Map();
    const linked = new Set();
    let haystack = null, rest = null;
    let sorted = all, shown = all, page = 0;

    // The result of an exercise leads to the student's page there.
    const link = (row) => {
      const page = row.querySelector("a")?.getAttribute("href").split("#")[0];
      if (!page || linked.has(row)) return;
      linked.add(row);
      for (const cell of row.querySelectorAll("td[class^='e']")) {
        const to = document.createElement("a");
        to.href = `${page}#class-${heads[cell.cellIndex].textContent}`;
        to.append(...cell.childNodes);
        cell.append(to);
      }
    };

    const draw = () => {
      const first = page * size;
      const rows = shown.slice(first, first + size);
      if (matrix) rows.forEach(link);
      body.replaceChildren(...rows);
      rest?.();
      if (!told) return;
      const filled = { first: first + 1, last: first + rows.length, num: shown.length };
      told.textContent = rows.length ? told.dataset.range.replace(/\{(\w+)\}/g, (_, name) => filled[name]) : told.dataset.none;
      back.parentElement.hidden = shown.length <= size;
      back.disabled = page === 0;
      next.disabled = first + size >= shown.length;
    };

    const fits = (row, choice) =>
      !choice.value || (choice.dataset.by === "section" ? row.dataset.section === choice.value : row.matches(choice.value) || row.querySelector(choice.value) !== null);

    const filter = () => {
      const wanted = search ? search.value.trim().toLowerCase() : "";
      if (wanted) haystack ??= new Map(all.map((row) => [row, [...row.querySelectorAll("th, .words")].map((cell) => cell.textContent).join("\n").toLowerCase()]));
      shown = sorted.filter((row) => (!wanted || haystack.get(row).includes(wanted)) && choices.every((choice) => fits(row, choice)));
      page = 0;
      draw();
    };

    const sort = (head) => {
      const column = head.cellIndex;
      const down = head.getAttribute("aria-sort") === "ascending";
      if (!keys.has(column)) keys.set(column, new Map(all.map((row) => [row, keyOf(row.cells[column])])));
      const key = keys.get(column);
      const sign = down ? -1 : 1;
      // What is unknown stays at the end either way.
      sorted = [...all].sort((a, b) => {
        const [one, other] = [key.get(a), key.get(b)];
        if (one === null || other === null) return (one === null) - (other === null);
        return sign * compare(one, other);
      });
      for (const each of heads) each.setAttribute("aria-sort", each !== head ? "none" : down ? "descending" : "ascending");
      filter();
    };

    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => sort(head));
    }
    if (controls) {
      controls.hidden = false;
      search.addEventListener("input", filter);
      for (const choice of choices) choice.addEventListener("change", filter);
      back.addEventListener("click", () => { page -= 1; draw(); });
      next.addEventListener("click", () => { page += 1; draw(); });
    }
    if (matrix) {
      rest = walk(matrix);
      listing.querySelector(".keys").hidden = false;
    }
    draw();
  };

  document.querySelectorAll(".listing").forEach(enhance);
  document.documentElement.classList.remove("scripted");
})();
