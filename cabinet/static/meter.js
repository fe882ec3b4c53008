// Shows, while a new password is typed, which rules it keeps. The page does without: the same is said after sending.
"use strict";
const rules = {
  length: (text) => text.length >= 8 && text.length <= 64,
  lower: (text) => /[a-z]/.test(text),
  upper: (text) => /[A-Z]/.test(text),
  digit: (text) => /[0-9]/.test(text),
  different: (text) => new Set(text).size >= 5,
};
const field = document.getElementById("password");
const meter = document.getElementById("meter");
const items = document.querySelectorAll("[data-rule]");

function show() {
  let kept = 0;
  for (const item of items) {
    const good = rules[item.dataset.rule](field.value);
    item.classList.toggle("kept", good);
    kept += good ? 1 : 0;
  }
  meter.value = kept;
}

if (field && meter) {
  meter.hidden = false;
  field.addEventListener("input", show);
  show();
}
