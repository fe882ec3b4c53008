// One fault: a control by the kind that the schema gives it. Each has `root`, `value`, `set(value)` and calls `changed`.
import { el } from './network_dom.js';
import { kindOf } from './faults_schema.js';
import { MapField } from './faults_map.js';
import { nameOf } from './faults_words.js';

const STEPS = 1000;

export function fieldOf(path, schema, changed) {
  const name = nameOf(path);
  const kind = kindOf(schema);
  if (kind === 'map') return new MapField(name, schema, changed);
  if (kind === 'slider') return new Slider(name, schema, changed);
  return new Field(name, schema, changed, CONTROLS[kind](schema));
}

const CONTROLS = {
  box: () => el('input', { type: 'checkbox' }),
  choice: (schema) => el('select', {}, ...schema.enum.map((value) => el('option', { value }, value))),
  integer: (schema) => numberInput(schema, 1),
  number: (schema) => numberInput(schema, 'any'),
  text: () => el('input', { type: 'text', size: 16 }),
};

function numberInput({ minimum = '', maximum = '' }, step) {
  return el('input', { type: 'number', min: minimum, max: maximum, step, required: true });
}

const READERS = { checkbox: (control) => control.checked, number: (control) => control.valueAsNumber };

export class Field {
  constructor(name, schema, changed, control, beside = null) {
    this.control = control;
    this.error = el('span', { className: 'error', role: 'alert' });
    control.onchange = changed;
    const title = schema.description ?? '';
    this.root = el('label', { className: 'fault', title }, el('span', { className: 'name' }, name), beside, control, this.error);
  }

  get value() { return (READERS[this.control.type] ?? ((control) => control.value))(this.control); }

  set(value) {
    if (this.control.type === 'checkbox') this.control.checked = value;
    else this.control.value = value;
  }

  complain(text) {
    this.error.textContent = text;
    this.control.ariaInvalid = String(Boolean(text));
  }
}

// A number within limits. Where these are far apart, small values have most of the way.
class Slider extends Field {
  constructor(name, schema, changed) {
    const range = el('input', { type: 'range', min: 0, max: STEPS, tabIndex: -1, ariaHidden: 'true' });
    super(name, schema, changed, numberInput(schema, 'any'), range);
    this.range = range;
    this.limits = schema;
    this.power = schema.maximum - schema.minimum > 10 ? 3 : 1;
    range.oninput = () => { this.control.value = this.#atRange(); };
    range.onchange = changed;
    this.control.oninput = () => this.#follow();
  }

  set(value) {
    super.set(value);
    this.#follow();
  }

  #atRange() {
    const { minimum, maximum } = this.limits;
    const share = (this.range.valueAsNumber / STEPS) ** this.power;
    return Number((minimum + share * (maximum - minimum)).toPrecision(2));
  }

  #follow() {
    const { minimum, maximum } = this.limits;
    this.range.value = Math.round(((this.value - minimum) / (maximum - minimum)) ** (1 / this.power) * STEPS) || 0;
  }
}
