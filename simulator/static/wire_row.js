// One line of the wire.
import { wordsOf } from './language.js';
import { el, timeText } from './network_dom.js';
import { WORDS } from './network_words.js';

const CELLS = ['time', 'link', 'direction', 'command', 'phone', 'status', 'text'];
const ARROWS = { in: '→', out: '←' };
const SHOWN = 300; // characters of a text

export const shortStatus = (pdu) => pdu.status_name.replace('ESME_', '');
export const textOf = ({ fields }) => fields.error ?? fields.text ?? fields.message_id ?? fields.system_id ?? '';

const partOf = ({ fields: { part } }) => (part ? `[${part.index}/${part.total}] ` : '');
const isResponse = (pdu) => pdu.command.endsWith('_resp') || pdu.command === 'generic_nack';

export class WireRow {
  root = el('div', { className: 'wire-row', role: 'option' });
  pdu = null;
  #cells = Object.fromEntries(CELLS.map((name) => [name, el('span', { className: `c-${name}` })]));

  constructor() { this.root.append(...CELLS.map((name) => this.#cells[name])); }

  show(pdu) {
    if (pdu === this.pdu) return;
    this.pdu = pdu;
    const response = isResponse(pdu);
    this.#write('time', timeText(pdu.at));
    this.#write('link', pdu.link);
    this.#write('direction', ARROWS[pdu.direction]);
    this.#cells.direction.title = wordsOf(WORDS)[pdu.direction];
    this.#write('command', pdu.command);
    this.#write('phone', pdu.phone);
    this.#write('status', response || pdu.status ? shortStatus(pdu) : '');
    this.#write('text', `${partOf(pdu)}${textOf(pdu)}`.slice(0, SHOWN));
    this.root.classList.toggle('response', response);
    this.root.classList.toggle('wrong', pdu.status !== 0 || 'error' in pdu.fields);
    this.root.classList.toggle('to-esme', pdu.direction === 'out');
  }

  #write(name, text) { this.#cells[name].textContent = text; }
}
