// A fault that is a map: lines of a name and its value, and an empty one for the next.
import { wordsOf } from './language.js';
import { el } from './network_dom.js';
import { WORDS } from './network_words.js';

export class MapField {
  #words = wordsOf(WORDS);
  #lines = el('div', { className: 'lines' });

  constructor(name, schema, changed) {
    this.changed = changed;
    this.numeric = schema.values.type !== 'string';
    this.error = el('span', { className: 'error', role: 'alert' });
    const add = el('button', { type: 'button', onclick: () => this.#line('', '') }, this.#words.addLine);
    const title = schema.description ?? '';
    this.root = el('div', { className: 'fault', role: 'group', ariaLabel: name, title }, el('span', { className: 'name' }, name), add, this.#lines, this.error);
  }

  get value() {
    const pairs = [...this.#lines.children].map((line) => [...line.querySelectorAll('input')].map((input) => input.value.trim()));
    return Object.fromEntries(pairs.filter(([key, value]) => key && value).map(([key, value]) => [key, this.numeric ? Number(value.replace(',', '.')) : value]));
  }

  // A line that is still being written stays.
  set(value) {
    if (this.#lines.contains(document.activeElement) || JSON.stringify(value) === JSON.stringify(this.value)) return;
    this.#lines.replaceChildren();
    for (const [key, each] of Object.entries(value)) this.#line(key, each);
  }

  complain(text) { this.error.textContent = text; }

  #line(key, value) {
    const remove = el('button', { type: 'button', ariaLabel: this.#words.removeLine, onclick: () => { line.remove(); this.changed(); } }, '×');
    const name = el('input', { value: key, placeholder: this.#words.key, ariaLabel: this.#words.key, size: 14, onchange: this.changed });
    const worth = el('input', { value, inputMode: this.numeric ? 'decimal' : 'text', placeholder: this.numeric ? '0.1' : 'RSYSERR', size: 8, onchange: this.changed });
    const line = el('div', { className: 'line' }, name, worth, remove);
    this.#lines.append(line);
  }
}
