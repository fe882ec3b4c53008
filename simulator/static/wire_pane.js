// The wire: every PDU as it passes, and all about the one that is chosen.
import { wordsOf } from './language.js';
import { el } from './network_dom.js';
import { WORDS } from './network_words.js';
import { PduDetails } from './pdu_details.js';
import { WireFilters } from './wire_filters.js';
import { WireList } from './wire_list.js';
import { WireLog } from './wire_log.js';
import { WireShare } from './wire_share.js';
import { WireSource } from './wire_source.js';

export class WirePane {
  #words = wordsOf(WORDS);
  #log = new WireLog();
  #list = new WireList(this.#log, (id) => this.showPdu(id));
  #details = new PduDetails((id) => this.showPdu(id), () => this.#choose(null));
  #empty = el('p', { className: 'empty quiet' }, this.#words.empty);

  constructor(feed) {
    this.#filters = new WireFilters(feed);
    this.#source = new WireSource(feed, this.#log);
    this.#share = new WireShare(feed, this.#source, this.#log);
    this.#source.addEventListener('change', () => this.#changed());
    this.#filters.addEventListener('change', () => this.#source.filter(this.#filters.filter));
    this.root = el('div', { className: 'wire' }, this.#bar(), this.#head(), this.#list.root, this.#empty, this.#details.root);
  }

  #filters;
  #source;
  #share;

  showPdu(id) {
    this.#choose(id);
    this.#details.show(id);
    this.#list.reveal(id);
  }

  #bar() {
    const pause = el('button', { type: 'button', onclick: () => this.#pause(pause) }, this.#words.pause);
    const clear = el('button', { type: 'button', onclick: () => this.#source.clear() }, this.#words.clear);
    return el('div', { className: 'bar' }, ...this.#filters.parts, pause, clear, this.#share.root);
  }

  #head() {
    const names = Object.entries(this.#words.columns).map(([name, text]) => el('span', { className: `c-${name}` }, text));
    return el('div', { className: 'wire-row wire-head', ariaHidden: 'true' }, ...names);
  }

  #pause(button) {
    const paused = !this.#source.paused;
    this.#source.pause(paused);
    button.textContent = paused ? this.#words.resume : this.#words.pause;
    button.ariaPressed = String(paused);
    this.#share.draw();
  }

  #choose(id) {
    this.#list.chosen = id;
    this.#list.draw();
  }

  #changed() {
    this.#empty.hidden = this.#log.pdus.length > 0;
    this.#list.draw();
    this.#share.draw();
  }
}
