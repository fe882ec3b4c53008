// The lines of the log that are in sight, and no others. It follows the newest while its end is in sight.
import { wordsOf } from './language.js';
import { el, oncePerFrame } from './network_dom.js';
import { WORDS } from './network_words.js';
import { WireRow } from './wire_row.js';

const HEIGHT = 22; // pixels of a line; so says network.css too

export class WireList {
  chosen = null;
  root = el('div', { className: 'wire-list', role: 'listbox', tabIndex: 0, ariaLabel: wordsOf(WORDS).wireLabel });
  draw = oncePerFrame(() => this.#draw());
  #all = el('div', { className: 'wire-all' });
  #rows = [];
  #dropped = 0;
  #following = true;
  #height = 0;

  constructor(log, choose) {
    this.log = log;
    this.root.append(this.#all);
    this.root.onscroll = () => this.#scrolled();
    this.root.onclick = ({ target }) => this.#clicked(target.closest('.wire-row'), choose);
    this.root.onkeydown = (event) => this.#pressed(event, choose);
    new ResizeObserver(([{ contentRect }]) => { this.#height = contentRect.height; this.draw(); }).observe(this.root);
  }

  reveal(id) {
    const index = this.log.indexOf(id);
    if (index >= 0) this.#reveal(index);
    this.draw();
  }

  #reveal(index) {
    const top = index * HEIGHT;
    const { scrollTop } = this.root;
    if (top >= scrollTop && top + HEIGHT <= scrollTop + this.#height) return;
    this.#following = false;
    this.root.scrollTop = Math.max(0, top - this.#height / 2);
  }

  #scrolled() {
    this.#following = this.root.scrollTop + this.#height >= this.log.pdus.length * HEIGHT - HEIGHT;
    this.draw();
  }

  #clicked(row, choose) {
    const found = row && this.#rows.find((each) => each.root === row);
    if (found) choose(found.pdu.id);
  }

  #pressed(event, choose) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const pdu = step && this.log.pdus[this.log.indexOf(this.chosen) + step];
    if (!pdu) return;
    event.preventDefault();
    choose(pdu.id);
    this.reveal(pdu.id);
  }

  #draw() {
    const { pdus, dropped } = this.log;
    if (!this.#height) return;
    this.#all.style.height = `${pdus.length * HEIGHT}px`;
    if (this.#following) this.root.scrollTop = pdus.length * HEIGHT;
    else if (dropped !== this.#dropped) this.root.scrollTop -= (dropped - this.#dropped) * HEIGHT;
    this.#dropped = dropped;
    this.#drawRows(pdus, dropped, Math.max(0, Math.floor(this.root.scrollTop / HEIGHT) - 1));
  }

  #drawRows(pdus, dropped, first) {
    const count = Math.ceil(this.#height / HEIGHT) + 3;
    while (this.#rows.length < count) this.#addRow();
    for (let at = first; at < first + this.#rows.length; at += 1) {
      const row = this.#rows[(at + dropped) % this.#rows.length]; // so that a line that only moves is not written anew
      const pdu = pdus[at];
      row.root.hidden = !pdu;
      if (pdu) this.#place(row, pdu, at);
    }
  }

  #place(row, pdu, at) {
    row.root.style.transform = `translateY(${at * HEIGHT}px)`;
    row.root.ariaSelected = String(pdu.id === this.chosen);
    row.show(pdu);
  }

  #addRow() {
    const row = new WireRow();
    this.#rows.push(row);
    this.#all.append(row.root);
  }
}
