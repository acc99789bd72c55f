"use strict";
// Every .listing holds a plain table. This sorts it by any column, and searches, filters and turns
// its pages where it has controls. Rows that are not shown are out of the document, so a sort does
// not lay thousands of them out.
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

  const enhance = (listing) => {
    const body = listing.querySelector("tbody");
    const all = [...body.rows];
    const size = Number(listing.dataset.page) || all.length;
    const controls = listing.querySelector(".controls");
    const search = listing.querySelector("input");
    const choices = [...listing.querySelectorAll("select")];
    const told = listing.querySelector("[role=status]");
    const [back, next] = listing.querySelectorAll(".turn>button");
    const heads = [...listing.querySelector("thead").querySelectorAll("th")];
    const keys = new Map();
    let haystack = null;
    let sorted = all, shown = all, page = 0;

    const draw = () => {
      const first = page * size;
      const rows = shown.slice(first, first + size);
      body.replaceChildren(...rows);
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
    // A click on the points of an exercise opens the student's page there.
    body.addEventListener("click", (event) => {
      const cell = event.target.closest("td[class^='e']");
      const link = cell?.parentElement.querySelector("a");
      if (link) location.href = `${link.getAttribute("href").split("#")[0]}#class-${heads[cell.cellIndex].textContent}`;
    });
    draw();
  };

  document.querySelectorAll(".listing").forEach(enhance);
  document.documentElement.classList.remove("scripted");
})();
