// Deciding on candidates with the keyboard. Each answer of the desk is the row as it is now; decisions are sent one
// after the other while the eye is on the next. Without this script every button is a form of its own.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const frame = document.querySelector("[data-candidates]");
  const text = document.getElementById("text");
  if (!frame || !text) return;
  const said = frame.querySelector("[data-said]");
  const rows = () => Array.from(frame.querySelectorAll("[data-row]"));
  const marks = Array.from(text.querySelectorAll("mark[data-start]"));
  const decided = [];
  let at = -1;
  let asking = null;
  let sending = Promise.resolve();

  const here = () => rows()[at];
  const count = (state) => rows().filter((row) => row.dataset.state === state).length;
  const tab = document.querySelector("[data-list][aria-current] [data-open]");
  const openAtFirst = count("open");

  function say(words, bad) {
    said.textContent = words;
    said.classList.toggle("bad", Boolean(bad));
  }

  // How far this page is, and on the tabs how much of the list is open; at the end, which list comes next.
  function pace() {
    const open = count("open");
    const left = Number(tab.dataset.open) - openAtFirst + open;
    tab.textContent = left === Number(tab.dataset.all) ? left.toLocaleString() : `${left.toLocaleString()}/${Number(tab.dataset.all).toLocaleString()}`;
    tab.classList.toggle("open", left > 0);
    const counted = `${count("accepted")} ✓ · ${count("dismissed")} ✗ · ${open} …`;
    if (open || !openAtFirst) { say(counted); return; }
    const further = Array.from(document.querySelectorAll("[data-list]")).find((list) => !list.contains(tab) && Number(list.querySelector("[data-open]").dataset.open));
    say(further ? window.said("{0} All of these are decided. Press {1} for the next list.", counted, further.dataset.list) : window.said("{0} All of these are decided.", counted));
  }

  function select(position) {
    const all = rows();
    if (!all.length) return;
    stopAsking();
    at = Math.max(0, Math.min(position, all.length - 1));
    all.forEach((row, n) => row.classList.toggle("here", n === at));
    const row = all[at];
    row.scrollIntoView({ block: "nearest" });
    row.focus({ preventScroll: true });
    const from = Number(row.dataset.from);
    const to = Number(row.dataset.to);
    marks.forEach((mark) => mark.classList.toggle("here", Number(mark.dataset.start) >= from && Number(mark.dataset.start) < to));
    const first = marks.find((mark) => mark.classList.contains("here"));
    if (first) text.scrollTop += first.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }

  // The next that is open after this one, else the first that is open, else this one.
  function onward() {
    const all = rows();
    const after = all.findIndex((row, n) => n > at && row.dataset.state === "open");
    const any = all.findIndex((row) => row.dataset.state === "open");
    select(after >= 0 ? after : any >= 0 ? any : at);
  }

  function replaced(row, html) {
    const made = new DOMParser().parseFromString(html, "text/html").querySelector("[data-row]");
    if (!made) return null;
    const node = document.importNode(made, true);
    node.classList.toggle("here", row.classList.contains("here"));
    row.replaceWith(node);
    return node;
  }

  function send(row, address, body, state) {
    const before = row.dataset.state;
    row.dataset.state = state;
    row.classList.add("busy");
    sending = sending.then(() => fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } }))
      .then(async (answer) => {
        const node = replaced(row, await answer.text());
        if (!node) throw new Error(String(answer.status));
        if (!answer.ok) select(rows().indexOf(node));
        else if (state !== "open") decided.push(node.dataset.row);
        pace();
      })
      .catch(() => {
        row.dataset.state = before;
        row.classList.remove("busy");
        say(window.said("This was not kept: the desk did not answer as expected. Load the page again."), true);
      });
    return sending;
  }

  function decide(row, form, state, extra) {
    if (!form) return;
    const body = new FormData(form);
    if (extra) body.set(...extra);
    send(row, form.action, body, state);
    if (state === "open") select(at); else onward();
  }

  const form = (row, what) => row.querySelector(`form[data-do=${what}]`);

  function stopAsking() {
    if (asking) asking.classList.remove("asking");
    asking = null;
  }

  function dismiss(row, position) {
    const reason = form(row, "dismiss").querySelectorAll("[name=reason]")[position];
    stopAsking();
    if (reason) decide(row, form(row, "dismiss"), "dismissed", ["reason", reason.value]);
  }

  function takeBack() {
    let row = here();
    if (!row || row.dataset.state === "open") {
      const last = decided.pop();
      row = last ? document.getElementById(`c-${last}`) : null;
    }
    if (!row) return;
    sending.then(() => {
      const now = document.getElementById(row.id);
      select(rows().indexOf(now));
      decide(now, form(now, "undo"), "open");
    });
  }

  async function edit(row) {
    const link = row.querySelector("[data-do=edit]");
    if (!link) return;
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    show(row, await answer.text());
  }

  function show(row, html) {
    const made = new DOMParser().parseFromString(html, "text/html").querySelector("[data-edit-form]");
    const place = row.querySelector("[data-edit]");
    place.replaceChildren(document.importNode(made, true));
    place.querySelector("input:not([type=hidden]), select, textarea").focus();
    const editing = place.querySelector("form");
    editing.addEventListener("submit", async (event) => {
      event.preventDefault();
      const sent = await fetch(editing.action, { method: "POST", body: new FormData(editing), headers: { "HX-Request": "true" } });
      const html = await sent.text();
      const node = replaced(row, html);
      if (!node) { show(row, html); return; }
      if (sent.ok) { decided.push(node.dataset.row); pace(); onward(); } else select(rows().indexOf(node));
    });
    editing.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); place.replaceChildren(); select(at); }
      if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); editing.requestSubmit(); }
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (document.querySelector("dialog[open]")) return;
    const key = pressed(event);
    const row = here();
    const digit = /^[1-9]$/.test(key) ? Number(key) : 0;
    if (asking && row) {
      if (digit || key === "enter") { event.preventDefault(); dismiss(row, digit ? digit - 1 : 0); return; }
      if (key === "escape") { event.preventDefault(); stopAsking(); return; }
    }
    if (digit) {
      const list = document.querySelector(`[data-list="${digit}"]`);
      if (list) { event.preventDefault(); sending.then(() => list.click()); }
      return;
    }
    const doing = {
      j: () => select(at + 1),
      k: () => select(at - 1),
      a: () => row && row.dataset.state === "open" && decide(row, form(row, "accept"), "accepted"),
      e: () => row && row.dataset.state === "open" && edit(row),
      x: () => {
        if (!row || row.dataset.state !== "open" || !form(row, "dismiss")) return;
        asking = row.querySelector("[data-reasons]");
        asking.classList.add("asking");
      },
      u: takeBack,
    }[key];
    if (doing) { event.preventDefault(); doing(); }
  });

  frame.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    const button = event.target.closest("[data-do=edit]");
    if (button) { event.preventDefault(); select(rows().indexOf(row)); edit(row); return; }
    if (!event.target.closest("a, button, input, select, textarea")) select(rows().indexOf(row));
  });

  frame.addEventListener("submit", (event) => {
    const sent = event.target.closest("form[data-do]");
    if (!sent) return;
    event.preventDefault();
    const row = sent.closest("[data-row]");
    at = rows().indexOf(row);
    const state = { accept: "accepted", dismiss: "dismissed", undo: "open" }[sent.dataset.do];
    decide(row, sent, state, event.submitter && event.submitter.name ? [event.submitter.name, event.submitter.value] : null);
  });

  const first = rows().findIndex((row) => row.dataset.state === "open");
  const linked = rows().findIndex((row) => `#${row.id}` === location.hash);
  if (rows().length) { select(linked >= 0 ? linked : Math.max(0, first)); pace(); }
});
