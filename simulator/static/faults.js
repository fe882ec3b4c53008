// The pane of faults: drawn from their schema, so that a fault that the simulator learns stands here by itself. What is
// changed holds at once; what somebody else changes shows up.
import { ask } from './api.js';
import { make } from './dom.js';
import { faultField, same } from './fault_field.js';
import { words, nameOf } from './faults_words.js';

const LOOK_EVERY = 2000; // milliseconds

export async function mountFaults(section) {
  const [schema, profiles] = await Promise.all([ask('GET', '/api/faults/schema'), ask('GET', '/api/profiles')]);
  const pane = new Faults(schema, profiles);
  section.replaceChildren(pane.element);
  await pane.look();
  setInterval(() => section.checkVisibility() && pane.look(), LOOK_EVERY);
}

class Faults {
  #known; // what the simulator said last
  #fields = []; // [group or undefined, name, field]

  constructor(schema, profiles) {
    this.#profile = make('select', { 'aria-label': words.profile, onchange: () => this.#put(profiles[this.#profile.value]) },
      make('option', { value: '', disabled: true }, words.own), ...Object.keys(profiles).map((name) => make('option', {}, name)));
    this.#profiles = profiles;
    this.#message = make('p', { class: 'failed', role: 'alert', hidden: true });
    const top = make('div', { class: 'faults-top' });
    const groups = make('div', { class: 'faults-groups' });
    top.append(this.#profile, make('button', { type: 'button', onclick: () => this.#put({}) }, words.none));
    for (const [name, property] of Object.entries(this.#resolved(schema, schema).properties)) {
      const group = this.#resolved(schema, property);
      if (group.properties) groups.append(this.#group(name, group));
      else top.append(this.#field(undefined, name, group));
    }
    this.element = make('div', { class: 'faults' }, top, this.#message, groups);
  }

  #profile;
  #profiles;
  #message;

  // What the simulator has now; nothing is drawn anew under somebody's hands.
  async look() {
    const faults = await ask('GET', '/api/faults').catch(() => null);
    if (faults && !same(faults, this.#known) && !this.element.contains(document.activeElement)) this.#show(faults);
  }

  #resolved(schema, { $ref, ...own }) {
    return $ref ? { ...schema.$defs[$ref.split('/').at(-1)], ...own } : own;
  }

  #group(name, schema) {
    const fields = Object.entries(schema.properties).map(([field, one]) => this.#field(name, field, one));
    return make('fieldset', { class: 'panel', title: schema.description }, make('legend', {}, nameOf(name)), ...fields);
  }

  #field(group, name, schema) {
    const field = faultField(schema, nameOf(group ? `${group}.${name}` : name), () => this.#changed(field));
    this.#fields.push([group, name, field]);
    return field.element;
  }

  #changed(field) {
    this.#put(this.#faults(), field);
  }

  #faults() {
    const faults = structuredClone(this.#known);
    for (const [group, name, field] of this.#fields) (group ? faults[group] : faults)[name] = field.value;
    return faults;
  }

  async #put(faults, changed) {
    for (const [, , field] of this.#fields) field.fail('');
    this.#fail('');
    try {
      this.#show(await ask('PUT', '/api/faults', faults));
    } catch (error) {
      if (changed) changed.fail(error.message);
      else this.#fail(error.message);
    }
  }

  #fail(text) {
    this.#message.textContent = text;
    this.#message.hidden = !text;
  }

  #show(faults) {
    this.#known = faults;
    for (const [group, name, field] of this.#fields) field.value = (group ? faults[group] : faults)[name];
    const named = Object.entries(this.#profiles).find(([, profile]) => same(profile, faults));
    this.#profile.value = named?.[0] ?? '';
  }
}
