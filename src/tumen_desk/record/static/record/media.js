// A press on a time plays the film or sound from there; while it plays, the line that is being said is marked.
"use strict";

document.addEventListener("click", (event) => {
  const cue = event.target.closest("[data-since]");
  const player = document.querySelector("[data-player]");
  if (!cue || !player) return;
  player.currentTime = Number(cue.dataset.since);
  player.play();
});

document.addEventListener("timeupdate", (event) => {
  if (!event.target.matches("[data-player]")) return;
  const now = event.target.currentTime;
  for (const cue of document.querySelectorAll("[data-since]")) {
    const said = Number(cue.dataset.since) <= now && now < Number(cue.dataset.until);
    if (said) cue.setAttribute("aria-current", "time"); else cue.removeAttribute("aria-current");
  }
}, true);
