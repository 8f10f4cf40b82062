"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const made = (tag, text, className = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = className;
    return element;
  };
  /* Of a fold; the list of everybody has them all. */
  const MOST_SHOWN = 40;

  function network(chart) {
    const detail = byId("detail");
    const drawing = chart.parentElement;
    let held = null;
    /* Pointed at or focused. */
    let under = null;
    const dated = [...chart.querySelectorAll(".years")].map((years) => [years, years.textContent]);
    drawing.scrollLeft = (drawing.scrollWidth - drawing.clientWidth) / 2;

    /* Of a lit path, the years of the ties it takes; of all other lines, those of the tie they are drawn for. */
    function date(mark, ids) {
      const way = new Map((mark?.dataset.years ?? "").split("|").map((one) => one.split("=")));
      dated.forEach(([years, own]) => {
        const of = years.dataset.of;
        years.textContent = way.get(of) ?? own;
        years.classList.toggle("lit", ids.has(of) && years.textContent !== "");
      });
    }

    function evidence(mark) {
      const card = byId(mark.getAttribute("href").slice(1));
      const shown = [...card.cloneNode(true).childNodes];
      if (card.matches(".card")) return shown;
      const heading = made("h3", mark.getAttribute("aria-label"));
      if (card.matches("li")) return [heading, ...shown];
      if (!card.matches(".branch")) return [heading];
      const folded = [...card.querySelectorAll("li[data-folded]")];
      const list = document.createElement("ul");
      folded.slice(0, MOST_SHOWN).forEach((one) => list.append(one.cloneNode(true)));
      const drawn = card.querySelectorAll("li").length - folded.length;
      const besides = drawn === 0 ? "" : `, with ${drawn} more who ${drawn === 1 ? "is" : "are"} drawn`;
      const more = made("a", `All of them in the list of everybody${besides}`);
      more.href = `#${card.id}`;
      return [heading, list, more];
    }

    function tools(mark) {
      const line = made("p", "", "tools");
      const close = made("button", "Close");
      close.type = "button";
      close.addEventListener("click", () => { hold(null); mark.focus(); });
      line.append(close);
      return line;
    }

    function show() {
      const mark = under ?? held;
      chart.querySelectorAll(".lit, .held").forEach((one) => one.classList.remove("lit", "held"));
      chart.classList.toggle("lighting", mark !== null);
      detail.hidden = mark === null;
      if (mark === null) { byId("lit").textContent = ""; date(null, new Set()); return; }
      held?.classList.add("held");
      const ids = new Set(mark.dataset.lights.split(" "));
      ids.forEach((id) => byId(id)?.classList.add("lit"));
      date(mark, ids);
      detail.replaceChildren(...(mark === held ? [tools(mark)] : []), ...evidence(mark));
      detail.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
      detail.querySelectorAll("details").forEach((one) => { one.open = true; });
      detail.scrollTop = 0;
    }

    function hold(mark) {
      held = mark;
      if (mark === null) under = null;
      show();
      byId("lit").textContent = held === null ? "" : `The way is lit; what it rests on is shown: ${held.getAttribute("aria-label")}`;
    }

    chart.querySelectorAll("a.mark").forEach((mark) => {
      const over = () => { under = mark; show(); };
      const away = () => { under = null; show(); };
      mark.addEventListener("pointerenter", over);
      mark.addEventListener("pointerleave", away);
      mark.addEventListener("focus", over);
      mark.addEventListener("blur", away);
      mark.addEventListener("click", (event) => {
        event.preventDefault();
        hold(held === mark ? null : mark);
        const byKeyboard = event.detail === 0;
        if (held === mark && byKeyboard) detail.focus();
      });
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      const back = detail.contains(document.activeElement) ? held : null;
      hold(null);
      back?.focus();
      if (back !== null) { under = null; show(); }
    });
  }

  function counted(output, rows) {
    const left = rows.filter((row) => !row.hidden).length;
    output.textContent = `${left} of ${rows.length} shown`;
    return left;
  }

  function chronology(filters) {
    const chosen = ["agency", "person", "kind", "words"].map((name) => byId(`filter-${name}`));
    const [agency, person, kind, sought] = chosen;
    const rows = [...document.querySelectorAll("#events tr[data-agencies]")];
    const years = [...document.querySelectorAll("#events tbody")];
    const has = (list, separator, value) => value === "" || list.split(separator).includes(value);
    function filter() {
      const letters = sought.value.trim().toLowerCase();
      const all = chosen.every((one) => one.value.trim() === "");
      rows.forEach((row) => {
        row.hidden = !(has(row.dataset.agencies, " ", agency.value) && has(row.dataset.persons, " ", person.value)
          && has(row.dataset.kinds, "|", kind.value) && row.textContent.toLowerCase().includes(letters));
      });
      const kept = all ? "tr.gap, tr[data-agencies]" : "tr[data-agencies]:not([hidden])";
      years.forEach((year) => { year.hidden = year.querySelector(kept) === null; });
      const left = counted(byId("filter-count"), rows);
      byId("filter-nothing").hidden = all || left > 0;
    }
    filters.hidden = false;
    filters.addEventListener("input", filter);
    byId("filter-none").addEventListener("click", () => {
      chosen.forEach((one) => { one.value = ""; });
      filter();
    });
    filter();
  }

  function everybody(sought) {
    const people = [...document.querySelectorAll(".branch li")];
    const parts = [...document.querySelectorAll(".branch, .ring-list")];
    const names = people.map((one) => one.querySelector("bdi").textContent.toLowerCase());
    const first = new Map(parts.filter((one) => one.matches("details")).map((one) => [one, one.open]));
    function find() {
      const letters = sought.value.trim().toLowerCase();
      people.forEach((one, number) => { one.hidden = !names[number].includes(letters); });
      parts.forEach((one) => { one.hidden = one.querySelector("li:not([hidden])") === null; });
      first.forEach((open, ring) => { ring.open = letters === "" ? open : true; });
      byId("find-count").textContent = "";
      if (letters !== "") counted(byId("find-count"), people);
    }
    sought.closest(".filters").hidden = false;
    sought.addEventListener("input", find);
  }

  function paper() {
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("details.on-paper:not([open])")];
      opened.forEach((one) => { one.open = true; });
    });
    addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
    byId("print").hidden = false;
    byId("print").addEventListener("click", () => print());
  }

  const chart = byId("chart");
  const filters = document.querySelector("#chronology .filters");
  const sought = byId("find-person");
  if (chart !== null) network(chart);
  if (filters !== null) chronology(filters);
  if (sought !== null) everybody(sought);
  paper();
})();
