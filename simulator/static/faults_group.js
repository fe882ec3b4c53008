// A group of faults, and the groups within it: drawn from the schema, read and set as one value.
import { el } from './network_dom.js';
import { fieldOf } from './faults_field.js';
import { countChanged, kindOf } from './faults_schema.js';
import { nameOf } from './faults_words.js';

export class FaultsGroup {
  #fields = new Map();
  #badge = el('span', { className: 'changed', hidden: true });
  #error = el('span', { className: 'error', role: 'alert' });

  // `path` is empty, or "group".
  constructor(path, schema, changed) {
    this.schema = schema;
    for (const [name, within] of Object.entries(schema.properties)) {
      const each = path ? `${path}.${name}` : name;
      this.#fields.set(name, kindOf(within) === 'group' ? new FaultsGroup(each, within, changed) : fieldOf(each, within, changed));
    }
    const title = el('summary', { title: schema.description ?? '' }, el('b', {}, nameOf(path)), this.#badge);
    this.root = el('details', { className: 'group panel', open: true }, title, this.#error, ...this.parts);
  }

  get parts() { return [...this.#fields.values()].map((field) => field.root); }

  get value() { return Object.fromEntries([...this.#fields].map(([name, field]) => [name, field.value])); }

  set(value) {
    for (const [name, field] of this.#fields) if (name in value) field.set(value[name]);
    const changed = countChanged(this.schema, this.value);
    this.#badge.hidden = !changed;
    this.#badge.textContent = changed;
  }

  // At the field of that path, or as near as there is one.
  complain(text, [name, ...rest] = []) {
    const field = this.#fields.get(name);
    if (text && field) this.root.open = true;
    if (field) field.complain(text, rest);
    else this.#error.textContent = text;
  }

  calm() {
    this.#error.textContent = '';
    for (const field of this.#fields.values()) if (field.calm) field.calm(); else field.complain('');
  }
}
