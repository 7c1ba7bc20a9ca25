// Ctrl+K: every page by a few letters, a row by its number (M-12), anything else as a search.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("[name=words]");
  const target = dialog.querySelector("[data-list]");
  let chosen = -1;

  const options = () => Array.from(target.querySelectorAll("[role=option]")).filter((o) => !o.hidden);

  function choose(index) {
    const all = options();
    target.querySelectorAll("[aria-selected=true]").forEach((o) => o.setAttribute("aria-selected", "false"));
    chosen = all.length ? (index + all.length) % all.length : -1;
    if (chosen < 0) { input.removeAttribute("aria-activedescendant"); return; }
    all[chosen].setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function narrow() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    target.querySelectorAll("[role=option]").forEach((o) => {
      const text = o.textContent.toLowerCase();
      o.hidden = !words.every((word) => text.includes(word));
    });
    choose(0);
  }

  function byNumber() {
    const found = /^([a-z]+)[-\s]?(\d{1,12})$/i.exec(input.value.trim());
    if (!found) return "";
    const held = Array.from(target.querySelectorAll("[data-number]")).find((n) => n.dataset.number.toLowerCase() === found[1].toLowerCase());
    return held ? held.dataset.address.replace("/0/", `/${found[2]}/`) : "";
  }

  function open() {
    input.value = "";
    dialog.showModal();
    htmx.ajax("GET", dialog.dataset.palette, { target });
  }

  function go() {
    const numbered = byNumber();
    const link = options()[chosen]?.querySelector("a");
    if (numbered) location.href = numbered;
    else if (link) location.href = link.href;
    else if (input.value.trim()) dialog.querySelector("form").requestSubmit();
  }

  document.addEventListener("keydown", (event) => {
    const k = event.code === "KeyK" || event.key.toLowerCase() === "k";
    if (!k || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close(); else open();
  });
  // What was typed before the list came narrows it, too.
  target.addEventListener("htmx:afterSettle", narrow);
  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
    if (event.key === "Enter") { event.preventDefault(); go(); }
  });
  document.querySelectorAll("[data-open-palette]").forEach((button) => button.addEventListener("click", open));
});
