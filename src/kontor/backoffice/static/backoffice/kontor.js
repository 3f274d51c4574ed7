// What was fetched is alive as soon as it is seen: a quick hand's Enter never sends a form that nobody listens to yet.
document.addEventListener("DOMContentLoaded", function () {
  if (window.htmx) window.htmx.config.defaultSettleDelay = 0;
});

// What was typed comes back with a refusal, in the form that was sent, with the error at its field.
(function () {
  "use strict";
  const KEPT = "kontor-typed";
  const NEVER = ["csrfmiddlewaretoken"];

  const path = (address) => new URL(address || "", location.href).pathname;
  // Where a form goes: also by one of its buttons that goes elsewhere.
  const goes = (form, to) => path(form.getAttribute("action")) === to
    || [...form.elements].some((it) => it.hasAttribute("formaction") && path(it.getAttribute("formaction")) === to);

  function keep(form, button) {
    if ((form.getAttribute("method") || "").toLowerCase() !== "post" || form.querySelector("input[type=password]")) return;
    const fields = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !NEVER.includes(name)) fields.push([name, value]);
    }
    sessionStorage.setItem(KEPT, JSON.stringify({ action: path(button?.getAttribute("formaction") || form.getAttribute("action")), fields }));
  }

  function restore(told) {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
    sessionStorage.removeItem(KEPT);
    if (!told || !kept || kept.action !== told.action) return;
    const forms = [...document.querySelectorAll("form")].filter((form) => goes(form, kept.action));
    const form = forms.find((it) => kept.fields.every(([name, value]) => {
      const field = it.elements[name];
      return !field || field.type !== "hidden" || name === "form" || field.value === value;
    }));
    if (!form) return;
    form.closest("details")?.setAttribute("open", "");
    for (const [name, value] of kept.fields) {
      const field = form.elements[name];
      if (!field || field.type === "hidden" || field.type === "file") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = field.value === value;
      else if ("value" in field) field.value = value;
    }
    const wrong = told.field && form.elements[told.field];
    if (!wrong || !wrong.setAttribute) return;
    const note = document.createElement("span");
    note.className = "k-wrong";
    note.id = "k-wrong";
    note.textContent = told.text;
    wrong.setAttribute("aria-invalid", "true");
    wrong.setAttribute("aria-describedby", "k-wrong");
    wrong.insertAdjacentElement("afterend", note);
    wrong.focus();
  }

  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.ask || event.target.dataset.ask;
    // What cannot be undone asks once.
    if (question && !window.confirm(question)) event.preventDefault();
    else keep(event.target, event.submitter);
  });
  // A scanner types like a keyboard: what it types on a page with a field for it belongs there, not to shortcuts.
  document.addEventListener("keydown", (event) => {
    const field = document.querySelector("[data-scanner]");
    const typing = event.target.closest?.("input, textarea, select, button, a, [contenteditable]");
    if (!field || typing || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    event.stopImmediatePropagation();
    field.focus();
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-scanner]")?.focus();
    // What scrolls can be scrolled by keys.
    document.querySelectorAll(".k-scroll").forEach((it) => { if (it.scrollWidth > it.clientWidth) it.tabIndex = 0; });
    const told = document.getElementById("k-refused");
    restore(told && JSON.parse(told.textContent));
  });
})();

// On a telephone a row of a table is a card: each cell has the head of its column as its label.
(function () {
  "use strict";
  function label(root) {
    for (const table of root.querySelectorAll(".k table.k-table:not(.k-rows)")) {
      const heads = [...table.querySelectorAll(":scope > thead > tr:last-child > th")];
      if (!heads.length || heads.some((it) => it.colSpan > 1)) continue;
      table.classList.add("k-stack");
      for (const row of table.querySelectorAll(":scope > tbody > tr")) {
        if (row.cells.length !== heads.length) continue;
        [...row.cells].forEach((cell, place) => {
          const told = heads[place].textContent.trim();
          if (told && !cell.dataset.label && cell.textContent.trim()) cell.dataset.label = told;
        });
      }
    }
  }
  document.addEventListener("DOMContentLoaded", () => label(document));
  document.addEventListener("htmx:afterSettle", () => label(document));
})();

// Unfold looks for a text field beside every file field, and fails where there is none: ours have none.
document.addEventListener("change", (event) => {
  if (event.target.matches?.(".k input[type=file]")) event.stopPropagation();
}, true);

// A page looks again after a moment for what the worker makes of a button, unless somebody has begun to write in it.
const lookAgain = () => {
  if (!document.querySelector("#k-order[data-looks-again]")) return;
  setTimeout(() => {
    const here = document.querySelector("#k-order[data-looks-again]");
    if (!here) return;
    const typed = [...here.querySelectorAll("input, textarea, select")].some(
      (it) => it === document.activeElement || (it.type !== "hidden" && "defaultValue" in it && it.value !== it.defaultValue),
    );
    const opened = here.querySelector("details[open] form");
    if (!typed && !opened) htmx.ajax("GET", location.pathname, { target: "#k-order", select: "#k-order", swap: "outerHTML" }).then(lookAgain);
  }, 2000);
};
document.addEventListener("DOMContentLoaded", lookAgain);

// A scanner goes from parcel to parcel: the first that has no number yet is next.
document.addEventListener("DOMContentLoaded", () => {
  if (!document.getElementById("k-refused")) document.querySelector("[data-number]")?.focus({ preventScroll: true });
});

// A card that looks by itself for what the worker does waits while somebody writes in it.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id !== "k-packed") return;
  if ([...event.target.querySelectorAll("[data-number]")].some((it) => it.value || it === document.activeElement)) event.preventDefault();
});

// Of a page of cards each is saved by itself: what is typed in another one is not lost without a word.
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-cards] form");
  if (form) form.dataset.typed = "1";
});
document.addEventListener("submit", (event) => {
  const page = event.target.closest?.("[data-cards]");
  if (!page || event.defaultPrevented) return;
  const others = [...page.querySelectorAll("form[data-typed]")].filter((it) => it !== event.target);
  if (others.length && !window.confirm(page.dataset.cards)) event.preventDefault();
});

// What was typed and not sent is not left without a question.
(() => {
  let typed = false;
  document.addEventListener("input", (event) => { if (event.target.closest?.("[data-cards] form, [data-unsent] form, form[data-unsent]")) typed = true; });
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
