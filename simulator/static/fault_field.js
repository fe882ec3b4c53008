// One fault's control, as its JSON Schema describes it: number with limits = slider beside a number, integer or number
// = number, boolean = box, enum = list, map = lines of name and value, else text. A field has `element`, `value`
// (read or set), `fail(message)`, and calls `changed` when somebody has changed it.
import { make } from './dom.js';

const STEPS = 1000;
const CURVE = 3; // of a slider: fine at small values, where chances of accidents are

// Of a slider at `step`, the value, in two figures at most; and the reverse.
export const sliderValue = (step, { minimum: least, maximum: most, type }) => {
  const value = least + (most - least) * (step / STEPS) ** CURVE;
  return type === 'integer' ? Math.round(value) : Number(value.toPrecision(2));
};
export const sliderStep = (value, { minimum: least, maximum: most }) =>
  Math.round(STEPS * ((value - least) / (most - least)) ** (1 / CURVE));

// "RSYSERR 0.1" on each line, as {RSYSERR: 0.1}; and the reverse.
export const mapOf = (text, schema) => Object.fromEntries(text.split('\n').map((line) => line.trim()).filter(Boolean)
  .map((line) => {
    const [name, value = ''] = line.split(/[\s:=]+/);
    return [name, isNumber(schema.additionalProperties) && value !== '' ? Number(value.replace(',', '.')) : value];
  }));
export const textOf = (map) => Object.entries(map).map((pair) => pair.join(' ')).join('\n');

const isNumber = ({ type }) => type === 'number' || type === 'integer';

export function faultField(schema, name, changed) {
  const control = controlOf(schema, changed);
  const message = make('span', { class: 'failed', role: 'alert', hidden: true });
  const label = make('label', { class: `fault ${control.kind}`, title: schema.description }, make('span', {}, name), ...control.parts, message);
  return {
    element: label,
    get value() { return control.read(); },
    set value(value) { control.write(value); label.classList.toggle('set', !same(value, schema.default)); },
    fail(text) {
      message.textContent = text;
      message.hidden = !text;
      control.parts.at(-1).setAttribute('aria-invalid', Boolean(text));
    },
  };
}

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function controlOf(schema, changed) {
  if (schema.enum) return listControl(schema, changed);
  if (schema.type === 'boolean') return boxControl(changed);
  if (schema.type === 'object') return mapControl(schema, changed);
  if (!isNumber(schema)) return textControl(changed);
  return schema.maximum <= 1e6 ? sliderControl(schema, changed) : numberControl(schema, changed);
}

function listControl(schema, changed) {
  const list = make('select', { onchange: changed }, ...schema.enum.map((one) => make('option', {}, one)));
  return { kind: 'list', parts: [list], read: () => list.value, write: (value) => { list.value = value; } };
}

function boxControl(changed) {
  const box = make('input', { type: 'checkbox', onchange: changed });
  return { kind: 'box', parts: [box], read: () => box.checked, write: (value) => { box.checked = value; } };
}

function textControl(changed) {
  const field = make('input', { spellcheck: 'false', onchange: changed });
  return { kind: 'text', parts: [field], read: () => field.value.trim(), write: (value) => { field.value = value; } };
}

function mapControl(schema, changed) {
  const placeholder = isNumber(schema.additionalProperties) ? 'RSYSERR 0.1' : '7916 RINVDSTADR';
  const field = make('textarea', { rows: 2, spellcheck: 'false', placeholder, onchange: changed });
  return { kind: 'map', parts: [field], read: () => mapOf(field.value, schema), write: (map) => { field.value = textOf(map); } };
}

function numberControl({ minimum, maximum, type }, changed) {
  const step = type === 'integer' ? 1 : 'any';
  const field = make('input', { type: 'number', min: minimum, max: maximum, step, onchange: changed });
  return { kind: 'number', parts: [field], read: () => field.valueAsNumber, write: (value) => { field.value = value; } };
}

function sliderControl(schema, changed) {
  const { parts: [field], read } = numberControl(schema, changed);
  const slider = make('input', { type: 'range', min: 0, max: STEPS, tabindex: -1, 'aria-hidden': 'true', onchange: changed });
  const follow = () => { slider.value = sliderStep(field.valueAsNumber || 0, schema); };
  slider.addEventListener('input', () => { field.value = sliderValue(slider.valueAsNumber, schema); });
  field.addEventListener('input', follow);
  const write = (value) => { field.value = value; follow(); };
  return { kind: 'slider', parts: [slider, field], read, write };
}
