// The messages that came, newest first; and one of them.
import { make } from './phone_dom.js';
import { size } from './phone_size.js';
import { Writing } from './phone_writing.js';

const clock = (at) => new Date(at * 1000).toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit' });

export class Inbox {
  #chosen; // the time of that message; without any, the newest is

  constructor(phone) { this.phone = phone; }

  get #index() { return Math.max(this.phone.messages.kept.findIndex(({ at }) => at === this.#chosen), 0); }

  view() {
    const { words, messages } = this.phone;
    const { kept } = messages;
    return {
      kind: 'inbox',
      title: words.inbox,
      body: kept.length ? kept.map((message, index) => this.#item(message, index)) : [make('p', {}, words.noMessages)],
      softs: [kept.length ? words.read : '', words.back],
    };
  }

  main() {
    const message = this.phone.messages.kept[this.#index];
    if (message) this.phone.open(new Reading(this.phone, message));
  }

  second() { this.phone.back(); }

  press(key) {
    const step = { up: -1, down: 1 }[key] ?? 0;
    const next = this.phone.messages.kept[this.#index + step];
    if (next) this.#chosen = next.at;
  }

  #item(message, index) {
    const isRead = this.phone.messages.read.has(message.at);
    return make('div', { class: 'item message', 'data-chosen': index === this.#index, 'data-unread': !isRead },
      make('div', { class: 'from' }, `${isRead ? '' : '● '}${this.phone.shown(message.from)}`, make('span', {}, clock(message.at))),
      make('div', { class: 'beginning' }, this.phone.shown(message.text)),
    );
  }
}

export class Reading {
  constructor(phone, message) {
    this.phone = phone;
    this.#read(message);
  }

  view() {
    const { phone, message } = this;
    const { words } = phone;
    const coding = message.coding === 'binary' ? words.binary : message.coding;
    return {
      kind: 'reading',
      key: message.at,
      title: `${phone.shown(message.from)} ${clock(message.at)}`,
      body: [make('p', {}, phone.shown(message.text))],
      info: [words.came(coding, message.parts), size(message.text).units],
      softs: [words.reply, words.back],
    };
  }

  main() { this.phone.open(new Writing(this.phone, { to: this.message.from })); }
  second() { this.phone.back(); }

  // To a newer message, or to an older one.
  press(key) {
    const { kept } = this.phone.messages;
    const step = { left: -1, right: 1 }[key] ?? 0;
    const next = kept[kept.findIndex(({ at }) => at === this.message.at) + step];
    if (next) this.#read(next);
  }

  #read(message) {
    this.message = message;
    this.phone.messages.markRead(message);
  }
}
