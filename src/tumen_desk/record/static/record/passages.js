// Marking a passage: the selection becomes character offsets into the document's text.
// Offsets count code points, as the server does; JavaScript strings count UTF-16 units, hence Array.from.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const text = document.getElementById("text");
  const form = document.querySelector("[data-passage-form]");
  if (!text || !form) return;
  const quote = form.querySelector("[data-quote]");
  const start = form.querySelector("[name=start]");
  const end = form.querySelector("[name=end]");

  function offset(node, within) {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!piece || !text.contains(piece)) return null;
    const range = document.createRange();
    range.setStart(piece, 0);
    range.setEnd(node, within);
    return Number(piece.dataset.start) + Array.from(range.toString()).length;
  }

  function take() {
    const selection = document.getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const from = offset(range.startContainer, range.startOffset);
    const to = offset(range.endContainer, range.endOffset);
    if (from === null || to === null || from >= to) return;
    start.value = from;
    end.value = to;
    quote.textContent = range.toString();
  }

  // The text cannot be typed into, so browsers give it no caret: an arrow marks the next word, Shift marks more.
  function mark(event) {
    const direction = { ArrowLeft: "backward", ArrowRight: "forward" }[event.key];
    if (!direction || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const selection = document.getSelection();
    if (!selection.rangeCount || !text.contains(selection.anchorNode)) {
      selection.collapse(document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode(), 0);
    } else if (!event.shiftKey) {
      if (direction === "forward") selection.collapseToEnd(); else selection.collapseToStart();
    }
    selection.modify("extend", direction, "word");
    const box = selection.getRangeAt(0).getBoundingClientRect();
    const frame = text.getBoundingClientRect();
    if (box.bottom > frame.bottom || box.top < frame.top) text.scrollTop += box.top - frame.top - frame.height / 3;
  }

  text.addEventListener("keydown", mark);
  document.addEventListener("selectionchange", take);
  take();  // what was marked before this script arrived
});
