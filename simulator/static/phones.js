// The shelf of phones: those that this browser keeps, of all that there are. Only these are drawn and asked for.
import { make } from './phone_dom.js';
import { PhoneBody, pretty } from './phone_body.js';
import { recall, remember } from './phones_memory.js';
import { shelfWords } from './phones_words.js';

const FIRST = ['79160000001', '79160000002', '79160000003'];
const MOST = 12;
const CLOCKS = 15_000; // milliseconds between looks at the time

export function mountPhones(section, feed) {
  const shelf = new Shelf(section);
  feed.on('open', () => shelf.online(true));
  feed.on('closed', () => shelf.online(false));
  feed.on('sms', ({ number }) => shelf.news(number));
  feed.on('ussd', ({ number }) => shelf.news(number));
}

class Shelf {
  #bodies = new Map();
  #tabs = new Map();
  #online = false;
  #chosen = null;

  constructor(section) {
    this.words = shelfWords();
    this.tabs = make('div', { class: 'tabs' });
    this.row = make('div', { class: 'row' });
    this.problem = make('p', { class: 'problem', role: 'alert', id: 'problem' });
    this.empty = make('p', { class: 'quiet' }, this.words.empty);
    section.setAttribute('aria-label', this.words.phones);
    section.replaceChildren(
      make('div', { class: 'shelf-top' }, make('h2', {}, this.words.phones), this.tabs, this.#form()), this.problem, this.empty, this.row);
    for (const number of recall('shelf', FIRST)) this.#put(number);
    setInterval(() => this.#bodies.forEach(({ phone }) => phone.changed()), CLOCKS);
    queueMicrotask(() => this.choose([...this.#bodies.keys()][0] ?? '')); // when the other half listens
  }

  online(online) {
    this.#online = online;
    for (const { phone } of this.#bodies.values()) {
      phone.setOnline(online);
      if (online) phone.load();
    }
  }

  news(number) { this.#bodies.get(number)?.phone.load(); }

  choose(number) {
    if (number === this.#chosen) return;
    this.#chosen = number;
    for (const [each, { element }] of this.#bodies) element.classList.toggle('chosen', each === number);
    for (const [each, tab] of this.#tabs) tab.setAttribute('aria-pressed', each === number);
    document.dispatchEvent(new CustomEvent('phone-chosen', { detail: number }));
  }

  #form() {
    this.input = make('input', {
      name: 'number', inputmode: 'tel', autocomplete: 'off', placeholder: '79160000004', 'aria-label': this.words.number,
      'aria-describedby': 'problem',
    });
    return make('form', { class: 'add', onsubmit: (event) => this.#add(event) },
      this.input, make('button', { type: 'submit' }, this.words.add));
  }

  #add(event) {
    event.preventDefault();
    const number = this.input.value.replace(/[\s()+-]/g, '');
    const problem = this.#problemWith(number);
    this.problem.textContent = problem;
    this.input.setAttribute('aria-invalid', Boolean(problem));
    if (problem) return;
    this.input.value = '';
    this.#put(number);
    this.#keep();
    this.#show(number);
  }

  #problemWith(number) {
    if (!/^[0-9]{1,20}$/.test(number)) return this.words.notANumber;
    if (this.#bodies.has(number)) return this.words.already;
    return this.#bodies.size < MOST ? '' : this.words.shelfFull(MOST);
  }

  #put(number) {
    const tab = make('button', { type: 'button', class: 'tab', 'aria-pressed': false, onclick: () => this.#show(number) });
    const body = new PhoneBody(number, { removed: () => this.#remove(number), changed: () => this.#label(number) });
    body.element.addEventListener('focusin', () => this.choose(number));
    this.#bodies.set(number, body);
    this.#tabs.set(number, tab);
    this.row.append(body.element);
    this.tabs.append(tab);
    this.#label(number);
    this.empty.hidden = true;
    if (this.#online) this.#wake(body);
  }

  #wake({ phone }) {
    phone.setOnline(true);
    phone.load();
  }

  #label(number) {
    const tab = this.#tabs.get(number);
    if (!tab) return;
    const { unread } = this.#bodies.get(number).phone.messages;
    const badge = make('span', { class: 'badge', 'aria-label': this.words.unread(unread), role: 'img' }, `${unread}`);
    tab.replaceChildren(pretty(number), unread ? badge : '');
  }

  #show(number) {
    const body = this.#bodies.get(number);
    body.element.scrollIntoView({ block: 'nearest', inline: 'center' });
    body.focus();
  }

  #remove(number) {
    this.#bodies.get(number).element.remove();
    this.#tabs.get(number).remove();
    this.#bodies.delete(number);
    this.#tabs.delete(number);
    this.empty.hidden = this.#bodies.size > 0;
    this.#keep();
    if (number === this.#chosen) this.choose([...this.#bodies.keys()][0] ?? '');
  }

  #keep() { remember('shelf', [...this.#bodies.keys()]); }
}
