"use strict";
(() => {
  const chart = document.getElementById("chart");
  const detail = document.getElementById("detail");
  const invitation = detail?.firstElementChild;
  let held = null;

  if (chart !== null) chart.parentElement.scrollLeft = (chart.parentElement.scrollWidth - chart.parentElement.clientWidth) / 2;

  function light(mark) {
    detail.classList.toggle("held", held !== null);
    chart.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    chart.classList.toggle("lighting", mark !== null);
    if (mark === null) {
      detail.replaceChildren(invitation);
      return;
    }
    mark.dataset.lights.split(" ").forEach((id) => document.getElementById(id)?.classList.add("lit"));
    mark.classList.add("lit");
    const heading = document.createElement("p");
    heading.textContent = mark.getAttribute("aria-label");
    const card = document.getElementById(mark.getAttribute("href").slice(1));
    const shown = card.matches(".card, li") ? [...card.cloneNode(true).childNodes] : [];
    detail.replaceChildren(...(card.matches(".card") ? [] : [heading]), ...shown);
  }

  chart?.querySelectorAll("a.mark").forEach((mark) => {
    mark.addEventListener("pointerenter", () => light(mark));
    mark.addEventListener("pointerleave", () => light(held));
    mark.addEventListener("focus", () => light(mark));
    mark.addEventListener("blur", () => light(held));
    mark.addEventListener("click", (event) => {
      if (mark.classList.contains("fold")) return;
      event.preventDefault();
      held = held === mark ? null : mark;
      light(mark);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || chart === null) return;
    held = null;
    light(null);
  });

  const filters = document.querySelector(".filters");
  if (filters === null) return;
  const agency = document.getElementById("filter-agency");
  const kind = document.getElementById("filter-kind");
  const person = document.getElementById("filter-person");
  const sought = document.getElementById("filter-words");
  const rows = [...document.querySelectorAll("#events tr[data-agencies]")];
  const years = [...document.querySelectorAll("#events tbody")];
  function filter() {
    rows.forEach((row) => {
      row.hidden = (agency.value !== "" && !row.dataset.agencies.split(" ").includes(agency.value))
        || (kind.value !== "" && !row.dataset.kinds.split("|").includes(kind.value))
        || (person.value !== "" && !row.dataset.persons.split(" ").includes(person.value))
        || !row.textContent.toLowerCase().includes(sought.value.toLowerCase());
    });
    years.forEach((year) => { year.hidden = year.querySelector("tr.gap, tr[data-agencies]:not([hidden])") === null; });
    const left = rows.filter((row) => !row.hidden).length;
    document.getElementById("filter-count").textContent = `${left} of ${rows.length}`;
  }
  filters.hidden = false;
  filters.addEventListener("input", filter);
  filter();
})();
