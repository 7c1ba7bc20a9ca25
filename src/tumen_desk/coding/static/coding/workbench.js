// Beside the text: offers for the marked words, unfinished work kept as it stands, keys from the text to the form.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-passage-form][data-draft]");
  const text = document.getElementById("text");
  if (!form || !text) return;
  const offers = document.getElementById("offers");
  const note = form.querySelector("[data-kept]");
  const fields = () => new FormData(form);
  const time = (stamp) => new Date(stamp).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  // Unfinished work: kept soon after each change, and once more when the page goes away.
  let waiting = null;
  let kept = null;
  const plain = () => JSON.stringify(Array.from(fields()).filter(([name, value]) => value && !["csrfmiddlewaretoken", "seen"].includes(name)));
  let empty = plain();

  function keep(leaving) {
    waiting = null;
    const now = plain();
    if (now === kept || (kept === null && now === empty)) return;
    kept = now;
    const token = form.elements.csrfmiddlewaretoken.value;
    const body = new URLSearchParams(fields());
    fetch(form.dataset.draft, { method: "POST", body, keepalive: leaving, headers: { "X-CSRFToken": token } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
      .then((said) => { note.textContent = `${form.dataset.keptAt} ${time(said.kept)}`; })
      .catch(() => { kept = null; note.textContent = form.dataset.notKept; });
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(false), 600);
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("pagehide", () => keep(true));
  form.addEventListener("submit", () => { clearTimeout(waiting); kept = plain(); });

  function bringBack(said) {
    if (!said.fields || plain() !== empty) return;
    for (const [name, value] of Object.entries(said.fields)) {
      const field = form.elements[name];
      if (field) { field.value = value; field.dispatchEvent(new Event("change", { bubbles: true })); }
    }
    clearTimeout(waiting);
    kept = plain();
    const { start, end } = said.fields;
    if (start && end) {
      const words = Array.from(text.textContent).slice(Number(start), Number(end)).join("");
      form.querySelector("[data-quote]").textContent = words;
      ask();
    }
    note.textContent = `${form.dataset.backFrom} ${time(said.kept)}`;
  }

  if (!form.hasAttribute("data-faulty")) {
    fetch(form.dataset.draft).then((answer) => (answer.ok ? answer.json() : {})).then(bringBack).catch(() => {});
  }

  // Offers: asked for when the marked words stay the same for a moment.
  let asking = null;
  let asked = "";
  function ask() {
    const key = `${form.elements.start.value}-${form.elements.end.value}`;
    if (!form.elements.end.value || key === asked) return;
    asked = key;
    soon();
    htmx.ajax("POST", form.dataset.offers, { target: offers, values: { start: form.elements.start.value, end: form.elements.end.value } });
  }
  document.addEventListener("selectionchange", () => { clearTimeout(asking); asking = setTimeout(ask, 350); });

  function fill(button) {
    const field = form.elements[button.dataset.fill];
    if (button.dataset.fill === "name" && form.elements.victim) {
      form.elements.victim.value = "";
      form.elements.victim.dispatchEvent(new Event("change", { bubbles: true }));
    }
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    button.setAttribute("aria-pressed", "true");
  }
  offers.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (button) fill(button);
  });

  // Keys: Enter leads from the text to the form, Escape back, Alt and a number takes an offer, n and p walk the passages.
  const marks = () => Array.from(text.querySelectorAll("mark"));
  let at = -1;
  function walk(step) {
    const all = marks();
    if (!all.length) return;
    at = (at + step + all.length) % all.length;
    all.forEach((mark) => mark.classList.remove("here"));
    all[at].classList.add("here");
    all[at].scrollIntoView({ block: "center" });
  }
  text.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && form.elements.end.value) { event.preventDefault(); form.elements.type.focus(); }
    if (event.code === "KeyN") walk(1);
    if (event.code === "KeyP") walk(-1);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); text.focus(); }
  });
  document.addEventListener("keydown", (event) => {
    const digit = /^Digit([1-9])$/.exec(event.code);
    if (!digit || !event.altKey || event.ctrlKey || event.metaKey) return;
    const button = offers.querySelectorAll("[data-fill]")[Number(digit[1]) - 1];
    if (button) { event.preventDefault(); fill(button); }
  });

  if (new URLSearchParams(location.search).has("coded")) text.focus();
  document.getElementById("found")?.scrollIntoView({ block: "center" });
});
