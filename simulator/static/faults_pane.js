// Faults: as the schema of the simulator has them. What is changed is in force at once; what others change is shown.
import { ask } from './api.js';
import { FaultsGroup } from './faults_group.js';
import { countChanged, resolved } from './faults_schema.js';
import { wordsOf } from './language.js';
import { el } from './network_dom.js';
import { failure, WORDS } from './network_words.js';

export class FaultsPane {
  #words = wordsOf(WORDS);
  #group = null;
  #schema = null;
  #profiles = {};
  #state = el('output', { className: 'share' });
  #choice = el('select', { name: 'profile', ariaLabel: this.#words.profile, onchange: () => this.#take(this.#profiles[this.#choice.value]) });
  #form = el('div', { className: 'groups' });
  root = el('div', { className: 'faults' });

  constructor(feed) {
    const none = el('button', { type: 'button', onclick: () => this.#take({}) }, this.#words.noFaults);
    const label = el('label', { className: 'check' }, this.#words.profile, this.#choice);
    this.root.append(el('div', { className: 'bar' }, none, label, this.#state), this.#form);
    feed.on('faults', ({ faults }) => this.#show(faults));
    feed.on('open', () => this.#begin());
  }

  async #begin() {
    const [schema, faults] = await Promise.all([ask('GET', '/api/faults/schema'), ask('GET', '/api/faults')]);
    this.#profiles = await ask('GET', '/api/profiles').catch(() => ({}));
    this.#schema = resolved(schema);
    this.#group = new FaultsGroup('', this.#schema, () => this.#take(this.#group.value));
    this.#form.replaceChildren(...this.#group.parts);
    this.#choice.replaceChildren(el('option', { value: '', disabled: true }, this.#words.noProfile), ...Object.keys(this.#profiles).map((value) => el('option', { value }, value)));
    this.#choice.parentElement.hidden = Object.keys(this.#profiles).length === 0;
    this.#show(faults);
  }

  async #take(faults = {}) {
    try {
      this.#show(await ask('PUT', '/api/faults', faults));
    } catch (error) {
      this.#complain(failure(error));
    }
  }

  #show(faults) {
    if (!this.#group) return;
    this.#group.calm();
    this.#group.set(faults);
    this.#choice.value = Object.keys(this.#profiles).find((name) => same(this.#profiles[name], faults)) ?? '';
    const count = countChanged(this.#schema, faults);
    this.#state.textContent = count ? this.#words.active(count) : this.#words.calm;
    this.#state.dataset.kind = count ? 'sampled' : 'quiet';
  }

  // The simulator says where: "Expected `float` <= 1.0 - at `$.receipts.early`".
  #complain(message) {
    const [text, path = '$'] = message.split(' - at `');
    this.#group.calm();
    this.#group.complain(text, path.replace('`', '').split('.').slice(1));
    this.#state.textContent = text;
    this.#state.dataset.kind = 'bad';
  }
}

const same = (one, other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

function sorted(value) {
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}
