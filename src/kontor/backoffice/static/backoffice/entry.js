// Entering an order: what is found is picked by Enter or a click, and the sum follows whatever changes.
(function () {
  "use strict";
  const one = (selector, from) => (from || document).querySelector(selector);
  const changed = () => document.body.dispatchEvent(new CustomEvent("k-sum"));

  function fill(button) {
    const form = one("#k-entry");
    for (const [name, value] of Object.entries(button.dataset)) {
      if (name !== "fill" && form.elements[name] && value !== "None" && (value || name !== "country")) form.elements[name].value = value;
    }
    one("#k-buyers").replaceChildren();
    form.elements.buyer.value = "";
    form.elements.article.focus();
    changed();
  }

  async function load(address) {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.status === 204) return null;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    return holder;
  }

  async function add(button) {
    const holder = await load(button.dataset.add);
    if (!holder) return;
    const row = holder.content.querySelector("tr");
    const code = one("input[name=sku]", row).value;
    const there = [...document.querySelectorAll("#k-lines tr")].find((it) => one("input[name=sku]", it).value === code);
    if (there) one("input[name=quantity]", there).stepUp();
    else one("#k-lines").append(row);
    changed();
  }

  async function choose(button) {
    const field = one("#k-entry").elements.article;
    one("#k-articles").replaceChildren();
    field.value = "";
    field.focus();
    await add(button);
  }

  // A scanner types faster than anybody answers: what it has typed is taken out of the field at once and looked up in its turn.
  let scans = Promise.resolve();
  function scan(field) {
    const term = field.value.trim();
    if (!term) return;
    field.value = "";
    one(field.dataset.finds).replaceChildren();
    scans = scans.then(() => find(field, term)).catch(() => miss(field, term, ""));
  }
  async function find(field, term) {
    const holder = await load(`${field.getAttribute("hx-get")}?article=${encodeURIComponent(term)}`);
    const found = holder ? [...holder.content.querySelectorAll("[data-add]")] : [];
    if (found.length === 1) { await add(found[0]); return; }
    // Of several somebody chooses one.
    if (found.length && !field.value) { field.value = term; one(field.dataset.finds).replaceChildren(holder.content); }
    else miss(field, term, holder?.content.textContent.trim() || "");
  }
  function miss(field, term, why) {
    const line = document.createElement("li");
    line.className = "k-bad";
    line.textContent = `${term}: ${why || "?"}`;
    one("#k-missed").append(line);
    if (!field.value) field.value = term;
  }

  document.addEventListener("click", (event) => {
    const filler = event.target.closest?.("[data-fill]"), adder = event.target.closest?.("[data-add]");
    if (filler) fill(filler);
    if (adder) choose(adder);
    const gone = event.target.closest?.("[data-drop]");
    if (gone) { gone.closest("tr").remove(); changed(); }
  });
  // Enter takes the first of what was found for what stands in the field, and of nothing else: a scanner ends with Enter before
  // the answer is there, so it is waited for; what is still shown for an earlier text is never taken.
  let awaited = null;
  function take(list) {
    const found = one("ul", one(list));
    if (!found || !awaited || awaited.list !== list || found.dataset.term !== awaited.term) return;
    awaited = null;
    one("button", found)?.click();
  }
  document.addEventListener("keydown", (event) => {
    // Enter takes no order in: the button does, and nothing else.
    const typing = event.target.closest?.("#k-entry input, #k-entry select");
    if (event.key !== "Enter" || !typing) return;
    event.preventDefault();
    const field = event.target.closest("[data-finds]");
    if (!field) { changed(); return; }
    if (field.name === "article") { scan(field); return; }
    awaited = { list: field.dataset.finds, term: field.value.trim() };
    take(field.dataset.finds);
  });
  document.addEventListener("input", (event) => {
    const field = event.target.closest?.("[data-finds]");
    if (field) { awaited = null; one(field.dataset.finds).replaceChildren(); }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id) take(`#${event.target.id}`);
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest?.("#k-entry") && !event.target.dataset.finds) changed();
  });
  document.addEventListener("DOMContentLoaded", () => {
    const form = one("#k-entry");
    const wrong = form?.dataset.field && form.elements[form.dataset.field];
    if (wrong?.focus) { wrong.setAttribute("aria-invalid", "true"); wrong.focus(); }
    if (one("#k-lines tr")) changed();
  });
  // The page is hidden until its frame has been built; only then can a field have the focus.
  window.addEventListener("load", () => {
    const form = one("#k-entry");
    if (form && !form.contains(document.activeElement)) (form.elements.buyer || form.elements.article).focus();
  });
})();
