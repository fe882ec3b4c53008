// The phone at rest, the number that is dialled, and the menu.
import { make } from './phone_dom.js';
import { Digits } from './keypad_editor.js';
import { field } from './phone_field.js';
import { Inbox } from './phone_inbox.js';
import { Writing } from './phone_writing.js';

const CODE = /^[*#]+[0-9]+(?:[*#].*)?#$/; // as simulator/codes.py
const NOT_DIALLED = /[^0-9*#]/g;

export class Idle {
  constructor(phone) { this.phone = phone; }

  view() {
    const { words, online, messages } = this.phone;
    return {
      kind: 'idle',
      body: [
        make('div', { class: 'operator' }, online ? words.operator : words.noNetwork),
        make('div', { class: 'date' }, words.date(new Date())),
        make('div', { class: 'news' }, messages.unread ? `✉ ${words.newMessages(messages.unread)}` : ''),
      ],
      softs: [messages.unread ? words.read : words.menu, words.inbox],
    };
  }

  main() { this.phone.open(this.phone.messages.unread ? new Inbox(this.phone) : new Menu(this.phone)); }
  second() { this.phone.open(new Inbox(this.phone)); }
  green() { this.phone.open(new Dial(this.phone, this.phone.dialled)); }

  press(key) {
    if (key === 'up') this.phone.open(new Writing(this.phone));
    else if (key === 'down') this.second();
    else if (key.length === 1) this.type(key);
  }

  // A digit begins a code, a letter a message.
  type(text) {
    this.phone.open(text.search(NOT_DIALLED) >= 0 ? new Writing(this.phone, { text }) : new Dial(this.phone, text));
  }
}

export class Dial {
  constructor(phone, text) {
    this.phone = phone;
    this.editor = new Digits(NOT_DIALLED);
    this.editor.type(text);
  }

  view() {
    const { words } = this.phone;
    return { kind: 'dial', body: [field(this.editor)], softs: [words.call, this.editor.text ? words.erase : words.back] };
  }

  main() {
    const { text } = this.editor;
    if (CODE.test(text)) this.phone.dial(text);
    else if (text) this.phone.say(this.phone.words.noCalls);
  }

  second() {
    this.editor.clear();
    if (!this.editor.text) this.phone.back();
  }

  clear() { this.second(); }
  press(key) { this.editor.press(key); }
  hold(key) { this.editor.hold(key); }
  type(text) { this.editor.type(text); }
}

export class Menu {
  #chosen = 0;

  constructor(phone) {
    this.phone = phone;
    this.items = [
      ['inbox', () => phone.open(new Inbox(phone))],
      ['write', () => phone.open(new Writing(phone))],
      ['dialMenu', () => phone.dial('*111#')],
    ];
  }

  view() {
    const { words } = this.phone;
    const item = ([word], index) =>
      make('div', { class: 'item', 'data-chosen': index === this.#chosen }, `${index + 1} ${words[word]}`);
    return { title: words.menu, body: this.items.map(item), softs: [words.choose, words.back] };
  }

  main() { this.items[this.#chosen][1](); }
  second() { this.phone.back(); }

  press(key) {
    const step = { up: -1, down: 1 }[key] ?? 0;
    this.#chosen = (this.#chosen + step + this.items.length) % this.items.length;
    if (this.items[key - 1]) this.#choose(key - 1);
  }

  type(text) { this.press(text); }

  #choose(index) {
    this.#chosen = index;
    this.main();
  }
}
