// What the wire shows: a phone, a link, a command, a status. `filter` holds only what is asked for.
import { ask } from './api.js';
import { wordsOf } from './language.js';
import { el } from './network_dom.js';
import { WORDS } from './network_words.js';

const COMMANDS = [
  'submit_sm', 'submit_sm_resp', 'deliver_sm', 'deliver_sm_resp', 'data_sm', 'data_sm_resp', 'submit_multi', 'submit_multi_resp',
  'query_sm', 'query_sm_resp', 'cancel_sm', 'cancel_sm_resp', 'replace_sm', 'replace_sm_resp', 'bind_transceiver', 'bind_transceiver_resp',
  'bind_transmitter', 'bind_transmitter_resp', 'bind_receiver', 'bind_receiver_resp', 'enquire_link', 'enquire_link_resp',
  'unbind', 'unbind_resp', 'alert_notification', 'generic_nack',
];
const STATUSES = [
  'ROK', 'RTHROTTLED', 'RMSGQFUL', 'RSYSERR', 'RINVBNDSTS', 'RINVDSTADR', 'RINVMSGLEN', 'RINVCMDLEN', 'RINVCMDID', 'RSUBMITFAIL',
  'RX_T_APPN', 'RX_P_APPN', 'RX_R_APPN', 'RINVSYSID', 'RINVPASWD', 'RBINDFAIL', 'RALYBND',
];

const options = (any, values) => [el('option', { value: '' }, any), ...values.map(([value, text]) => el('option', { value }, text))];

export class WireFilters extends EventTarget {
  #words = wordsOf(WORDS);
  #phone = el('input', { name: 'phone', inputMode: 'numeric', placeholder: this.#words.phone, ariaLabel: this.#words.phone, size: 13 });
  #link = el('select', { name: 'link', ariaLabel: this.#words.columns.link });
  #command = el('select', { name: 'command', ariaLabel: this.#words.columns.command });
  #status = el('select', { name: 'status', ariaLabel: this.#words.columns.status });
  #chosen = el('input', { type: 'checkbox', name: 'chosen' });
  #number = '';

  constructor(feed) {
    super();
    const statuses = STATUSES.map((name) => [`ESME_${name}`, name]);
    this.#command.append(...options(this.#words.anyCommand, COMMANDS.map((name) => [name, name])));
    this.#status.append(...options(this.#words.anyStatus, [['errors', this.#words.errors], ...statuses]));
    const chosen = el('label', { className: 'check', title: this.#words.chosenPhoneHint }, this.#chosen, this.#words.chosenPhone);
    this.parts = [this.#phone, chosen, this.#link, this.#command, this.#status];
    for (const control of [this.#phone, this.#link, this.#command, this.#status]) control.onchange = () => this.#changed();
    this.#phone.oninput = () => { this.#chosen.checked = false; };
    this.#chosen.onchange = () => this.#take(this.#chosen.checked ? this.#number : '');
    document.addEventListener('phone-chosen', ({ detail }) => this.#phoneChosen(detail));
    feed.on('open', () => this.#links());
    feed.on('link', () => this.#links());
  }

  get filter() {
    const asked = { phone: this.#phone.value.replace(/\D/g, ''), link: this.#link.value, command: this.#command.value, status: this.#status.value };
    return Object.fromEntries(Object.entries(asked).filter(([, value]) => value));
  }

  #phoneChosen(number) {
    this.#number = number;
    if (this.#chosen.checked) this.#take(number);
  }

  #take(number) {
    this.#phone.value = number;
    this.#changed();
  }

  async #links() {
    const links = await ask('GET', '/api/links').catch(() => []);
    const { value } = this.#link;
    const names = links.map(({ id, system_id: systemId }) => [id, systemId ? `${id} · ${systemId}` : id]);
    if (value && !names.some(([id]) => id === value)) names.push([value, value]);
    this.#link.replaceChildren(...options(this.#words.anyLink, names));
    this.#link.value = value;
  }

  #changed() { this.dispatchEvent(new Event('change')); }
}
