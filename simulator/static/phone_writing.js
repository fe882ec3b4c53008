// A message being written: to whom, the text, and what it takes on the wire.
import { make } from './phone_dom.js';
import { Digits, Editor } from './keypad_editor.js';
import { field } from './phone_field.js';
import { withoutForeign } from './phone_gsm.js';
import { size } from './phone_size.js';

const SERVICE = '111';
const NOT_DIGITS = /\D/g;

export class Writing {
  constructor(phone, { to = SERVICE, text = phone.draft } = {}) {
    this.phone = phone;
    this.to = new Digits(NOT_DIGITS);
    this.to.type(to);
    this.editor = editorOf(phone);
    this.editor.type(text);
    this.active = this.editor;
  }

  view() {
    const { words } = this.phone;
    const taken = size(this.editor.text);
    const recipient = field(this.to, { active: this.active === this.to });
    return {
      kind: 'writing',
      title: make('span', { class: 'to', 'data-chosen': this.active === this.to }, `${words.to}: `, recipient),
      mode: this.active.alphabet,
      body: [field(this.editor, { active: this.active === this.editor, shown: (text) => this.phone.shown(text) })],
      info: [words.taken(taken), words.left(taken.left)],
      softs: [words.send, this.active.text ? words.erase : words.back],
    };
  }

  async main() {
    const [to, text] = [this.to.text, this.editor.text];
    if (!to) this.active = this.to;
    if (!to || !text) return;
    const sent = await this.phone.ask((line) => line.send(to, text));
    if (!sent) return;
    this.phone.draft = '';
    this.phone.home();
    this.phone.say(this.phone.words.sent(sent.parts));
    this.phone.changed();
  }

  second() {
    if (this.active.text) this.active.clear();
    else this.back();
  }

  // What is not sent is kept for the next time.
  back() {
    this.phone.draft = this.editor.text;
    this.phone.back();
  }

  end() {
    this.back();
    this.phone.home();
  }

  clear() { this.active.clear(); }

  press(key) {
    if (key === 'up') this.active = this.to;
    else if (key === 'down') this.active = this.editor;
    else this.active.press(key);
  }

  hold(key) { this.active.hold(key); }

  type(text) { this.active.type(text); }
}

// For texts: an old phone has no letters but those of GSM 7-bit.
export const editorOf = (phone, alphabets = () => phone.alphabets) => new Editor({
  alphabets,
  allowed: (text) => (phone.old ? withoutForeign(text) : text),
  changed: () => phone.changed(),
});
