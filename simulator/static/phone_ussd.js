// The window of a USSD session: its page, and the answer; it waits for a page, or the session is over.
import { make } from './phone_dom.js';
import { field } from './phone_field.js';
import { DIGITS } from './keypad_letters.js';
import { editorOf } from './phone_writing.js';

export class UssdWindow {
  #ussd = {};

  constructor(phone) {
    this.phone = phone;
    this.editor = editorOf(phone, () => [DIGITS, ...phone.alphabets.filter((alphabet) => alphabet !== DIGITS)]);
  }

  get #waits() { return this.#ussd.open && !this.#ussd.text; }
  get #asks() { return this.#ussd.open && !this.#waits; }

  show(ussd) {
    if (ussd.shown !== this.#ussd.shown || !ussd.text) this.editor.text = '';
    this.#ussd = ussd;
  }

  view() {
    const { words } = this.phone;
    return {
      kind: 'ussd',
      title: 'USSD',
      mode: this.#asks ? this.editor.alphabet : undefined,
      key: this.#ussd.shown,
      body: [this.#waits ? make('p', { class: 'waits' }, words.waits) : make('p', {}, this.phone.shown(this.#ussd.text))],
      foot: this.#asks ? field(this.editor, { shown: (text) => this.phone.shown(text) }) : undefined,
      info: this.#ussd.open ? undefined : [words.over, ''],
      softs: this.#softs(words),
    };
  }

  main() {
    const { text } = this.editor;
    if (!this.#ussd.open) this.phone.ussd = null;
    else if (this.#asks && text) this.phone.ask((line) => line.enter(text));
  }

  second() {
    if (this.editor.text) this.editor.clear();
    else this.end();
  }

  end() {
    if (this.#ussd.open) this.phone.ask((line) => line.hangUp());
    else this.phone.ussd = null;
  }

  back() { this.end(); }
  clear() { this.editor.clear(); }
  press(key) { if (this.#asks) this.editor.press(key); }
  hold(key) { if (this.#asks) this.editor.hold(key); }
  type(text) { if (this.#asks) this.editor.type(text); }

  #softs(words) {
    if (!this.#ussd.open) return [words.ok, ''];
    return [this.#asks ? words.send : '', this.editor.text ? words.erase : words.hangUp];
  }
}
