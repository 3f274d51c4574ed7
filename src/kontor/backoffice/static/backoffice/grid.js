// The grid: choosing rows and what they come to, keys, the preview beside, widths of columns, their order.
(function () {
  "use strict";
  const all = (selector, from) => [...(from || document).querySelectorAll(selector)];
  const one = (selector, from) => (from || document).querySelector(selector);
  const rows = () => all("#k-grid tbody tr[data-key]");
  const box = (row) => one("input[name=id]", row);
  let at = -1;

  // ---------------------------------------------------------------- choosing
  // Amounts are summed in ten-thousandths: no figure of money is a float here.
  function units(text) {
    const [whole, part = ""] = text.replace("-", "").split(".");
    const found = BigInt(whole || "0") * 10000n + BigInt((part + "0000").slice(0, 4));
    return text.startsWith("-") ? -found : found;
  }

  function money(sum, currency) {
    const shown = new Intl.NumberFormat(document.documentElement.lang || "de", { style: "currency", currency });
    return shown.format(Number(sum / 100n) / 100);
  }

  function tellChosen() {
    const bar = one("#k-bulk");
    if (!bar) return;
    const chosen = rows().filter((row) => box(row)?.checked);
    const sums = new Map();
    for (const row of chosen) {
      row.classList.add("k-chosen");
      if (row.dataset.currency) {
        sums.set(row.dataset.currency, (sums.get(row.dataset.currency) || 0n) + units(row.dataset.amount));
      }
    }
    rows().filter((row) => !box(row)?.checked).forEach((row) => row.classList.remove("k-chosen"));
    const everything = one("[data-all]", bar);
    bar.classList.toggle("k-open", chosen.length > 0 || everything?.checked);
    // Of what stands on other pages nobody here knows the sum: the next page says it.
    const whole = everything?.checked;
    one("[data-chosen]", bar).textContent = whole ? everything.dataset.all : String(chosen.length);
    one("[data-sums]", bar).textContent = whole ? "" : [...sums].map(([currency, sum]) => money(sum, currency)).join(" · ");
  }

  let last = null;
  document.addEventListener("click", (event) => {
    const ticked = event.target.closest?.("input[name=id]");
    if (ticked && event.shiftKey && last) {
      const boxes = rows().map(box);
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(ticked)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((it) => { it.checked = ticked.checked; });
    }
    if (ticked) last = ticked;
    if (event.target.closest?.("[data-close]")) closePreview();
    const mover = event.target.closest?.("[data-move]");
    if (mover) move(mover.closest("li"), mover.dataset.move);
    const row = event.target.closest?.("#k-grid tbody tr[data-key]");
    if (row && !event.target.closest("a, button, input, select, label, form")) look(row);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-choose-all]")) {
      rows().forEach((row) => { box(row).checked = event.target.checked; });
    }
    if (event.target.matches?.("input[name=id], [data-choose-all], [data-all]")) tellChosen();
  });

  function move(item, where) {
    const other = where === "up" ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (where === "up") other.before(item); else other.after(item);
    one(`[data-move=${where}]`, item).focus();
  }

  // ---------------------------------------------------------------- beside
  function look(row) {
    if (!row?.dataset.preview || !window.htmx) return;
    rows().forEach((it) => it.classList.toggle("k-looked", it === row));
    at = rows().indexOf(row);
    window.htmx.ajax("GET", row.dataset.preview, { target: "#k-preview", swap: "innerHTML" });
    one("#k-preview").classList.add("k-open");
  }

  function closePreview() {
    const beside = one("#k-preview");
    beside.classList.remove("k-open");
    beside.replaceChildren();
    rows().forEach((it) => it.classList.remove("k-looked"));
  }

  // ---------------------------------------------------------------- keys
  function go(step) {
    const list = rows();
    if (!list.length) return;
    at = Math.max(0, Math.min(list.length - 1, at + step));
    list[at].focus();
    list[at].scrollIntoView({ block: "nearest" });
    if (one("#k-preview.k-open")) look(list[at]);
  }

  function press(key) {
    const button = one(`#k-bulk [data-key=${key}]`);
    const row = rows()[at];
    if (!button) return;
    if (row && !rows().some((it) => box(it)?.checked)) { box(row).checked = true; tellChosen(); }
    button.click();
  }

  const KEYS = {
    "/": () => one("[data-search]")?.focus(),
    "?": () => one("#k-keys")?.showModal(),
    j: () => go(1),
    k: () => go(-1),
    x: () => { const it = rows()[at] && box(rows()[at]); if (it) { it.checked = !it.checked; tellChosen(); } },
    o: () => look(rows()[at]),
    e: () => one(".k-pencil", rows()[at])?.click() || look(rows()[at]),
    p: () => press("p"),
    s: () => press("s"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && one("#k-preview.k-open")) closePreview();
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target.matches?.("tr[data-link]")) {
      if (event.target.dataset.link) window.location.href = event.target.dataset.link;
      return;
    }
    const work = KEYS[event.key];
    if (!work) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    work();
  }, true);

  // ---------------------------------------------------------------- widths
  function setWidths() {
    all("th[data-width]").forEach((head) => { head.style.width = `${head.dataset.width}px`; });
    all(".k-rows th[data-column]").forEach((head) => {
      if (one(".k-grip", head)) return;
      const grip = document.createElement("i");
      grip.className = "k-grip";
      head.append(grip);
    });
  }

  document.addEventListener("pointerdown", (event) => {
    const head = event.target.closest?.(".k-grip")?.closest("th");
    if (!head) return;
    event.preventDefault();
    const begun = event.clientX, wide = head.offsetWidth, table = head.closest("table");
    const pull = (moved) => { head.style.width = `${Math.max(40, wide + moved.clientX - begun)}px`; };
    const drop = () => {
      document.removeEventListener("pointermove", pull);
      document.removeEventListener("pointerup", drop);
      const told = new URLSearchParams({ width_of: head.dataset.column, width: String(head.offsetWidth) });
      fetch(table.dataset.widths, {
        method: "POST", body: told,
        headers: { "X-CSRFToken": table.dataset.token, "X-Requested-With": "fetch" },
      });
    };
    document.addEventListener("pointermove", pull);
    document.addEventListener("pointerup", drop);
  });

  // One drop-down at a time; a click elsewhere closes it.
  document.addEventListener("click", (event) => {
    all(".k-drop[open]").forEach((it) => { if (!it.contains(event.target)) it.removeAttribute("open"); });
  });

  document.addEventListener("DOMContentLoaded", () => { setWidths(); tellChosen(); });
})();
