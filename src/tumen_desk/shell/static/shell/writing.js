// Nothing that was written is lost because a session ended. Whoever writes sits there, and the desk hears of it; a form
// that was left open too long waits until somebody is signed in again. Nothing is written to the browser's storage.
"use strict";

(() => {
  const notice = document.getElementById("ended");
  const every = 5 * 60 * 1000; // well under the half hour after which a session ends
  let met = Date.now();

  // Ask the desk whether somebody is signed in, and take the token with which forms of this page may be sent.
  async function meet() {
    const answer = await fetch(notice.dataset.here, { cache: "no-store", redirect: "manual" });
    if (!answer.ok) return false;
    const { token } = await answer.json();
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
    met = Date.now();
    return true;
  }

  document.addEventListener("input", () => {
    if (Date.now() - met < every) return;
    met = Date.now();
    meet().catch(() => {});
  });

  // Before everything else that listens for a form to be sent.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const sends = form.getAttribute("method")?.toLowerCase() === "post" || form.hasAttribute("hx-post");
    if (!sends || !form.closest("main") || Date.now() - met < every) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const signedIn = await meet().catch(() => false);
    notice.hidden = signedIn;
    if (signedIn) form.requestSubmit(event.submitter);
    else notice.scrollIntoView({ block: "center" });
  }, true);
})();
