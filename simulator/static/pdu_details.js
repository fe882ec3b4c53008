// All about one PDU: fields and octets side by side, its text, what it answers or is answered by.
import { ask } from './api.js';
import { wordsOf } from './language.js';
import { el, timeText } from './network_dom.js';
import { WORDS } from './network_words.js';
import { MOST, octetsOf } from './pdu_octets.js';

const IN_HEX = new Set(['command_id', 'command_status', 'esm_class', 'data_coding', 'registered_delivery']);

const NARROW = 820; // pixels; so says network.css too

export class PduDetails {
  root = el('aside', { className: 'pdu', hidden: true, ariaLabel: wordsOf(WORDS).detailsLabel });
  #words = wordsOf(WORDS);
  #wanted = null;

  constructor(go, closed) {
    this.go = go;
    this.closed = closed;
    this.root.onpointerover = ({ target }) => this.#light(target.closest('[data-field]')?.dataset.field);
    this.root.onpointerleave = () => this.#light(undefined);
  }

  async show(id) {
    this.#wanted = id;
    const pdu = await ask('GET', `/api/pdus/${id}`).catch(() => null);
    if (this.#wanted !== id) return;
    this.root.hidden = false;
    this.root.dataset.id = id;
    this.root.replaceChildren(...(pdu ? this.#parts(pdu) : [el('header', {}, this.#words.pduGone, this.#close())]));
  }

  #parts(pdu) {
    const fields = el('table', { className: 'fields mono' }, el('tbody', {}, ...pdu.octets.map((place, index) => this.#field(place, index))));
    const more = pdu.hex.length / 2 > MOST ? el('p', { className: 'quiet' }, this.#words.cut(pdu.hex.length / 2)) : null;
    const parts = [this.#header(pdu), this.#text(pdu), el('div', { className: 'sides' }, fields, el('div', {}, octetsOf(pdu.hex, pdu.octets, this.root.clientWidth < NARROW ? 8 : 16), more))];
    return parts.filter(Boolean);
  }

  #header(pdu) {
    const status = el('span', { className: pdu.status ? 'wrong' : 'quiet', title: pdu.status_text }, pdu.status_name);
    const about = el('span', { className: 'quiet' }, `#${pdu.id} · ${timeText(pdu.at)} · ${pdu.link} · ${this.#words[pdu.direction]}`);
    return el('header', {}, el('strong', { className: 'mono' }, pdu.command), about, status, this.#other(pdu), this.#close());
  }

  #other(pdu) {
    if (pdu.answers) return this.#goes(this.#words.answers, pdu.answers);
    if (pdu.answered_by) return this.#goes(this.#words.answeredBy, pdu.answered_by);
    return pdu.command.endsWith('_resp') ? null : el('span', { className: 'quiet' }, this.#words.notAnswered);
  }

  #goes(words, id) { return el('button', { type: 'button', className: 'goes', onclick: () => this.go(id) }, `${words} #${id}`); }

  #close() {
    return el('button', { type: 'button', className: 'close', ariaLabel: this.#words.close, title: this.#words.close, onclick: () => this.#leave() }, '×');
  }

  #leave() {
    this.#wanted = null;
    this.root.hidden = true;
    this.closed();
  }

  #text({ fields: { text, error } }) {
    if (error) return el('p', { className: 'said wrong' }, error);
    return text ? el('p', { className: 'said' }, text) : null;
  }

  #field({ name, value, length }, index) {
    const shown = IN_HEX.has(name) ? `0x${value.toString(16).padStart(length * 2, '0').toUpperCase()}` : String(value);
    const row = el('tr', {}, el('th', { scope: 'row' }, name || this.#words.unread), el('td', {}, shown));
    row.dataset.field = index;
    return row;
  }

  #light(field) {
    for (const lit of this.root.querySelectorAll('.lit')) lit.classList.remove('lit');
    if (field === undefined) return;
    for (const each of this.root.querySelectorAll(`[data-field="${field}"]`)) each.classList.add('lit');
  }
}
