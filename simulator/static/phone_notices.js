// What comes over all else: a flash message of the network; a word of the phone itself, which goes by itself or with the
// next key.
import { make } from './phone_dom.js';

export class Flash {
  constructor(phone, message) { Object.assign(this, { phone, message }); }

  view() {
    const { phone, message } = this;
    return {
      kind: 'flash',
      title: `${phone.words.flash}: ${phone.shown(message.from)}`,
      body: [make('p', {}, phone.shown(message.text))],
      softs: [phone.words.keep, phone.words.close],
    };
  }

  main() { this.phone.messages.save(this.message); }
  second() { this.phone.messages.dismiss(this.message); }
  back() { this.second(); }
  end() { this.second(); }
}

const SHOWN_FOR = 2500; // milliseconds

export class Notice {
  constructor(phone, text) {
    Object.assign(this, { phone, text });
    setTimeout(() => phone.dismiss(this), SHOWN_FOR);
  }

  view() { return { kind: 'notice', body: [make('p', {}, this.text)], softs: [this.phone.words.ok, ''] }; }
}
