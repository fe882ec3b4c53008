// The conversation of the phone that is chosen, the latest turn first.
import { ask } from './api.js';
import { wordsOf } from './language.js';
import { atMostEvery, el } from './network_dom.js';
import { WORDS } from './network_words.js';
import { turnElement } from './timeline_turn.js';
import { turnsOf } from './timeline_turns.js';

const MOST = 300; // PDUs
const PAUSE = 400; // milliseconds between two questions

export class TimelinePane {
  #words = wordsOf(WORDS);
  #shown = false;
  #stale = true;
  #turns = el('div', { className: 'turns' });
  #phone = el('input', { name: 'timeline-phone', inputMode: 'numeric', placeholder: this.#words.phone, ariaLabel: this.#words.phone, size: 14 });
  #refresh = atMostEvery(PAUSE, () => this.#load());
  root = el('div', { className: 'timeline' }, el('div', { className: 'bar' }, this.#phone), this.#turns);

  constructor(feed, go) {
    this.go = go;
    this.#phone.onchange = () => this.#changed();
    document.addEventListener('phone-chosen', ({ detail }) => { this.#phone.value = detail; this.#changed(); });
    feed.on('pdu', ({ pdu }) => { if (pdu.phone === this.#number) this.#changed(); });
    for (const type of ['open', 'passed']) feed.on(type, () => this.#changed());
  }

  get #number() { return this.#phone.value.replace(/\D/g, ''); }

  shown(whether) {
    this.#shown = whether;
    if (whether && this.#stale) this.#refresh();
  }

  #changed() {
    this.#stale = true;
    if (this.#shown) this.#refresh();
  }

  async #load() {
    this.#stale = false;
    const number = this.#number;
    const pdus = number ? await ask('GET', `/api/pdus?${new URLSearchParams({ phone: number, limit: MOST })}`).catch(() => []) : [];
    if (number === this.#number) this.#draw(turnsOf(pdus.reverse()).reverse());
  }

  #draw(turns) {
    const note = this.#number ? this.#words.nothingSaid : this.#words.noPhone;
    const shown = turns.length ? turns.map((turn) => turnElement(turn, this.go)) : [el('p', { className: 'empty quiet' }, note)];
    this.#turns.replaceChildren(...shown);
  }
}
