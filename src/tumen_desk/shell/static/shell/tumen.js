// Small manners of the page: keys, drop zones, rows that open. No framework, no inline script.
"use strict";

// Words of scripts in the language of the page: said("{0} today", 3). What has no entry stays English.
function said(words, ...values) {
  const known = document.getElementById("script-words");
  said.known ??= known ? JSON.parse(known.textContent) : {};
  return (said.known[words] || words).replace(/\{(\d)\}/g, (place, n) => values[n]);
}
window.said = said;

// The letter on the key, whatever the keyboard is set to write: on a Korean one S gives ㄴ.
function pressed(event) {
  const letter = /^Key([A-Z])$/.exec(event.code);
  return (/^[\x20-\x7e]+$/.test(event.key) || !letter ? event.key : letter[1]).toLowerCase();
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.isComposing) return;
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  for (const button of document.querySelectorAll("[data-key]")) {
    const wanted = button.dataset.key.split("+");
    const key = wanted.pop();
    const plain = wanted.length === 0;
    if (pressed(event) !== key || (plain && typing)) continue;
    if (wanted.includes("ctrl") !== event.ctrlKey || wanted.includes("shift") !== event.shiftKey || event.altKey || event.metaKey) continue;
    event.preventDefault();
    button.click();
    return;
  }
});

function armDropZone(zone) {
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-files]");
  const show = () => {
    if (list) list.textContent = Array.from(input.files, (file) => file.name).join(", ");
    zone.classList.toggle("filled", input.files.length > 0);
  };
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    input.files = event.dataTransfer.files;
    show();
  });
  input.addEventListener("change", show);
}

// Fields that only matter while a choice above them is left empty.
function armDependent(block) {
  const choice = block.closest("form").elements[block.dataset.whenEmpty];
  const show = () => { block.hidden = choice.value !== ""; };
  choice.addEventListener("change", show);
  show();
}

// One box that ticks all of its form, as far as they are shown.
document.addEventListener("change", (event) => {
  const name = event.target.dataset.all;
  if (!name) return;
  for (const box of event.target.form.querySelectorAll(`input[type=checkbox][name="${name}"]`)) box.checked = event.target.checked;
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-drop]").forEach(armDropZone);
  document.querySelectorAll("[data-when-empty]").forEach(armDependent);
});

document.querySelector(".rooms [aria-current]")?.scrollIntoView({ block: "nearest" });

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  if (event.target.closest("[data-back]")) history.back();
});

// What went wrong with something sent from a part of a page stands above it until the next try.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb !== "get") document.getElementById("fault")?.replaceChildren();
});

// A page that says what went wrong leads back to the form, which the browser shows as it was filled in.
for (const button of document.querySelectorAll("[data-back]")) button.hidden = history.length < 2;
