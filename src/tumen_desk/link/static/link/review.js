// One pair after the other without loading a page: the next is fetched while this one is looked at, a verdict shows
// the next at once and is kept behind it. Nothing is written to the browser's storage.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const frame = document.querySelector("[data-review]");
  if (!frame) return;
  const said = frame.querySelector("[data-said]");
  const pace = frame.querySelector("[data-pace]");
  const keys = document.getElementById("keys");
  const seen = [];
  const done = { count: 0, today: Number(pace.dataset.today), told: Number(pace.dataset.told), since: performance.now() };
  let coming = null;
  let keeping = Promise.resolve();

  const shown = () => document.getElementById("pair");
  const query = (address) => (frame.dataset.asked ? `${address}${address.includes("?") ? "&" : "?"}${frame.dataset.asked}` : address);

  function say(text, bad) {
    said.textContent = text;
    frame.classList.toggle("bad", Boolean(bad));
    said.setAttribute("role", bad ? "alert" : "status");
  }

  function showPace() {
    const worth = Number(pace.dataset.worth);
    const minutes = (performance.now() - done.since) / 60000;
    const parts = [window.said("{0} today", done.today)];
    if (done.count > 4 && minutes > 0.2) parts.push(window.said("{0} an hour", Math.round((60 * done.count) / minutes)));
    if (worth > 0) parts.push(window.said("{0} % of what verdicts can tell", Math.min(99, Math.floor((100 * done.told) / worth))));
    pace.textContent = parts.join(" · ");
  }

  async function part(address) {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    return document.importNode(parsed.getElementById("pair"), true);
  }

  function fetchNext() {
    const address = shown().dataset.following;
    coming = address ? { of: shown().dataset.pk, node: part(query(address)) } : null;
    if (coming) coming.node.catch(() => {});
  }

  function show(node) {
    shown().replaceWith(node);
    if (window.htmx) window.htmx.process(node);
    if (node.dataset.address) history.replaceState(null, "", node.dataset.address);
    window.scrollTo(0, 0);
    coming = null;
    keeping.then(fetchNext); // the desk keeps the verdict first
  }

  async function advance(remember) {
    const here = shown();
    const node = coming && coming.of === here.dataset.pk ? coming.node : here.dataset.following ? part(query(here.dataset.following)) : null;
    if (!node) return;
    if (remember) seen.push(here.dataset.address);
    try {
      show(await node);
    } catch (error) {
      say(window.said("The next pair could not be fetched. Reload the page; every verdict that said Kept is kept."), true);
    }
  }

  async function open(address, words) {
    try {
      show(await part(address));
      if (words) say(words);
    } catch (error) {
      say(window.said("That pair is not there any more: its consent was withdrawn, or the record was linked anew."), true);
    }
  }

  async function send(address, body) {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": frame.dataset.token } });
    const type = answer.headers.get("Content-Type") || "";
    if (answer.redirected || !type.includes("json")) throw new Error(window.said("The desk was closed or the session ended. Sign in again."));
    const told = await answer.json();
    if (!answer.ok) throw new Error([told.message, told.hint].filter(Boolean).join(" "));
    return told;
  }

  function judge(form, verdict) {
    const body = new FormData(form);
    const here = shown();
    const pair = { address: here.dataset.address, worth: Number(here.dataset.worth) };
    body.set("verdict", verdict);
    say(window.said("Keeping …"));
    // Verdicts are kept one after the other, in the order in which they were given.
    keeping = keeping.then(() => send(form.action, body)).then((told) => {
      done.count += 1; done.today += 1; done.told += pair.worth;
      say(told.said);
      showPace();
    }).catch((error) => {
      const words = window.said("Not kept. {0}", error.message);
      say(words, true);
      return open(pair.address).then(() => say(words, true));
    });
    advance(true);
  }

  function takeBack() {
    const body = new FormData();
    for (const [name, value] of new URLSearchParams(frame.dataset.asked)) body.set(name, value);
    keeping = keeping.then(() => send(frame.dataset.back, body)).then((told) => {
      done.count = Math.max(0, done.count - 1); done.today = Math.max(0, done.today - 1);
      showPace();
      if (told.address) return open(told.address, told.said);
      say(told.said);
      return null;
    }).catch((error) => say(error.message, true));
  }

  function choose(chip) {
    const pressed = chip.getAttribute("aria-pressed") !== "true";
    for (const other of chip.parentElement.children) other.setAttribute("aria-pressed", "false");
    chip.setAttribute("aria-pressed", String(pressed));
    chip.closest("form").elements.reason.value = pressed ? chip.dataset.reason : "";
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-verdict]")) return;
    event.preventDefault();
    // Enter in the field of words chooses nothing: a verdict needs its own key.
    if (event.submitter && document.activeElement.id !== "why") judge(event.target, event.submitter.value);
  });

  const acts = {
    skip: () => advance(true),
    before: () => { const address = seen.pop(); if (address) open(address); else say(window.said("This is where you began.")); },
    back: takeBack,
    keys: () => { if (keys.open) keys.close(); else keys.showModal(); },
    why: (button) => { const form = shown().querySelector("[data-verdict]"); if (form) form.elements.blind.value = "no"; button.disabled = true; },
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.reason) choose(button);
    if (button.dataset.act) acts[button.dataset.act](button);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const field = document.getElementById("why");
    if (event.key === "Escape" && document.activeElement === field) { field.blur(); return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || keys.open) return;
    if (event.code === "KeyR" && field) { event.preventDefault(); field.focus(); }
    if (event.key === "ArrowRight") { event.preventDefault(); acts.skip(); }
    if (event.key === "ArrowLeft") { event.preventDefault(); acts.before(); }
  });

  // While the sheet of keys is open no key judges what lies behind it.
  document.addEventListener("keydown", (event) => {
    if (!keys.open || ["Escape", "Enter", "Tab", " "].includes(event.key)) return;
    event.stopImmediatePropagation();
    if (event.key === "?") keys.close();
  }, true);

  showPace();
  if (shown().dataset.pk) fetchNext();
});
