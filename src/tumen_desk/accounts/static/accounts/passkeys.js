// Passkeys: asks the desk what to ask, asks the device, gives its answer to the desk. Nothing is kept here.
"use strict";

async function ask(address, token, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
    body: JSON.stringify(body || {}),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message || window.said("The desk refused."));
  return said;
}

async function withDevice(button) {
  const kit = window.PublicKeyCredential;
  if (!kit || !kit.parseRequestOptionsFromJSON) throw new Error(window.said("This browser is too old for passkeys."));
  const token = button.dataset.token;
  const options = await ask(button.dataset.begin, token);
  const made = button.dataset.passkey === "make"
    ? await navigator.credentials.create({ publicKey: kit.parseCreationOptionsFromJSON(options.publicKey) })
    : await navigator.credentials.get({ publicKey: kit.parseRequestOptionsFromJSON(options.publicKey) });
  const label = document.getElementById("passkey-label");
  const said = await ask(button.dataset.finish, token, { answer: made.toJSON(), label: label ? label.value : "" });
  window.location.assign(said.next);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const said = document.getElementById("passkey-said");
    button.addEventListener("click", () => {
      said.textContent = "";
      withDevice(button).catch((error) => { said.textContent = error.message; });
    });
  }
});
