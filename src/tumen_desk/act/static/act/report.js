// References beside a report: a press puts one into the section that was written in last, where the cursor was.
"use strict";

let last = null;
document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea[name=text]")) last = event.target;
});
for (const button of document.querySelectorAll("[data-reference]")) {
  button.addEventListener("click", () => {
    const area = last || document.querySelector("textarea[name=text]");
    if (!area) return;
    area.setRangeText(button.dataset.reference, area.selectionStart, area.selectionEnd, "end");
    area.focus();
  });
}
