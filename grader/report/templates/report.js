"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 100;

  // Everything from a submission becomes a text node, never markup.
  const make = (tag, fields = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), fields);
    node.append(...children);
    return node;
  };
  const fill = (template, filled) => template.replace(/\{(\w+)\}/g, (_, name) => filled[name]);
  const text = (value) => make("bdi", {}, value);
  const share = (value) => (value === null ? "–" : `${Math.round(100 * value)} %`);
  const plain = (value) => (value === null ? "–" : String(Math.round(100 * value) / 100));

  // A column: name, value of a row (to sort by), and its cell.
  const words = (name, index) => ({ name, of: (row) => row[index], words: true, show: (row) => [text(row[index])] });
  const figure = (name, index, show) => ({ name, of: (row) => row[index], show: (row) => [show(row[index])] });

  const byHand = {{ _("by hand")|tojson }};
  const lostIn = (id) => fill({{ _("points lost in {exercise}")|tojson }}, { exercise: id });

  const tables = {
    people: {
      rows: data.people,
      columns: [words({{ _("Student")|tojson }}, 0), words({{ _("Exercise")|tojson }}, 1), words({{ _("What")|tojson }}, 2), words({{ _("Details")|tojson }}, 3)],
      choices: { name: {{ _("What")|tojson }}, options: [...new Set(data.people.map((row) => row[2]))].sort(), test: (row, option) => row[2] === option },
    },
    checks: {
      rows: data.checks,
      columns: [
        words({{ _("Exercise")|tojson }}, 0), words({{ _("Check")|tojson }}, 1), figure({{ _("Points")|tojson }}, 2, plain), figure({{ _("Difficulty")|tojson }}, 3, share),
        figure({{ _("Discrimination")|tojson }}, 4, plain), figure({{ _("Not written yet")|tojson }}, 5, share), words({{ _("Other outcomes")|tojson }}, 6), words({{ _("Remark")|tojson }}, 7),
      ],
      choices: { name: {{ _("Exercise")|tojson }}, options: data.exercises, test: (row, option) => row[0] === option },
    },
    students: {
      rows: data.students,
      columns: [
        words({{ _("Student")|tojson }}, 0), words({{ _("State")|tojson }}, 1), figure({{ _("Score")|tojson }}, 2, plain),
        figure({{ _("By hand")|tojson }}, 3, (many) => (many ? String(many) : "")), figure({{ _("Seconds")|tojson }}, 4, plain), words({{ _("Details")|tojson }}, 6),
        ...data.exercises.map((id, index) => ({
          name: id,
          of: (row) => row[5][index],
          show: (row) => [plain(row[5][index])],
          mark: (row) => (row[5][index] === null ? "wait" : row[5][index] < data.points[index] ? "lost" : ""),
        })),
      ],
      choices: {
        name: {{ _("Show")|tojson }},
        options: [...data.states, byHand, ...data.exercises.map(lostIn)],
        test: (row, option) => {
          if (option === byHand) return row[3] > 0;
          const index = data.exercises.findIndex((id) => option === lostIn(id));
          return index < 0 ? row[1] === option : row[5][index] !== null && row[5][index] < data.points[index];
        },
      },
    },
  };

  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  const order = (one, other) => {
    if (one === other) return 0;
    if (one === null) return 1;
    if (other === null) return -1;
    return typeof one === "number" ? one - other : compare(one, other);
  };

  const build = (place) => {
    const table = tables[place.dataset.table];
    const title = place.closest("section").getAttribute("aria-labelledby");
    const haystack = new Map(
      table.rows.map((row) => [row, table.columns.filter((c) => c.words).map((c) => c.of(row)).join("\n").toLowerCase()]),
    );
    const state = { sort: -1, down: false, find: "", choice: "", page: 0 };

    const search = make("input", { type: "search", autocomplete: "off" });
    const choice = make("select", {}, new Option({{ _("all")|tojson }}, ""), ...table.choices.options.map((o) => new Option(o, o)));
    const back = make("button", { type: "button" }, {{ _("Previous")|tojson }});
    const next = make("button", { type: "button" }, {{ _("Next")|tojson }});
    const told = make("span", { role: "status" });
    const head = make("tr");
    const body = make("tbody");

    const shown = () => {
      let rows = table.rows;
      if (state.find) rows = rows.filter((row) => haystack.get(row).includes(state.find));
      if (state.choice) rows = rows.filter((row) => table.choices.test(row, state.choice));
      if (state.sort >= 0) {
        const { of } = table.columns[state.sort];
        const sign = state.down ? -1 : 1;
        // What is unknown stays at the end either way.
        rows = [...rows].sort((a, b) => (of(a) === null || of(b) === null ? order(of(a), of(b)) : sign * order(of(a), of(b))));
      }
      return rows;
    };

    const draw = () => {
      const rows = shown();
      const first = state.page * PAGE;
      body.replaceChildren(
        ...rows.slice(first, first + PAGE).map((row) =>
          make("tr", {}, ...table.columns.map((column, index) =>
            make(index ? "td" : "th", { className: column.words ? "words" : column.mark?.(row) ?? "", scope: "row" }, ...column.show(row)),
          )),
        ),
      );
      for (const [index, cell] of [...head.children].entries()) {
        cell.setAttribute("aria-sort", index !== state.sort ? "none" : state.down ? "descending" : "ascending");
      }
      back.disabled = state.page === 0;
      next.disabled = first + PAGE >= rows.length;
      const last = Math.min(first + PAGE, rows.length);
      const range = fill({{ _("{first} to {last} of {num}")|tojson }}, { first: first + 1, last, num: rows.length });
      told.textContent = rows.length ? range : {{ _("none")|tojson }};
    };

    const change = (fields) => {
      Object.assign(state, { page: 0 }, fields);
      draw();
    };
    for (const [index, column] of table.columns.entries()) {
      const button = make("button", { type: "button" }, column.name);
      button.addEventListener("click", () => change({ sort: index, down: state.sort === index && !state.down }));
      head.append(make("th", { scope: "col", className: column.words ? "words" : "" }, button));
    }
    search.addEventListener("input", () => change({ find: search.value.trim().toLowerCase() }));
    choice.addEventListener("change", () => change({ choice: choice.value }));
    back.addEventListener("click", () => change({ page: state.page - 1 }));
    next.addEventListener("click", () => change({ page: state.page + 1 }));

    const scroll = make("div", { className: "scroll", tabIndex: 0 }, make("table", { className: "text" }, make("thead", {}, head), body));
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-labelledby", title);
    place.append(
      make("div", { className: "controls" }, make("label", {}, {{ _("Find")|tojson }}, search), make("label", {}, table.choices.name, choice), back, next, told),
      scroll,
    );
    draw();
  };

  document.querySelectorAll("[data-table]").forEach(build);
})();
