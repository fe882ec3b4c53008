// The body of a phone on the shelf: display and keys. The display is drawn anew at each change.
import { make } from './phone_dom.js';
import { keyOf, keypadOf, typed } from './phone_keys.js';
import { Phone } from './phone.js';
import { shelfWords } from './phones_words.js';

const LINE = 17; // pixels
const SHAKE = 400; // milliseconds

export const pretty = (number) => number.replace(/^(7)(\d{3})(\d{3})(\d{2})(\d{2})$/, '+$1 $2 $3-$4-$5');

export class PhoneBody {
  #drawn = {};

  constructor(number, { removed, changed }) {
    this.words = shelfWords();
    this.changed = changed;
    this.phone = new Phone(number, { changed: () => this.#draw(), told: (text) => this.#tell(text) });
    this.body = this.#display();
    this.top = make('div');
    this.bottom = make('div');
    this.lcd = make('div', { class: 'lcd' }, this.top, this.body, this.bottom);
    this.heard = make('div', { class: 'unseen', 'aria-live': 'polite' });
    this.element = this.#assemble(removed);
    this.#draw();
  }

  #assemble(removed) {
    const { words, phone } = this;
    const number = pretty(phone.number);
    return make('article', {
      class: 'phone', 'data-number': phone.number, 'data-shell': phone.number.at(-1) % 5, 'aria-label': words.phone(number),
      onkeydown: (event) => this.#typed(event),
      onpaste: (event) => phone.type(event.clipboardData.getData('text')),
      onpointerdown: (event) => { if (!event.target.closest('.stand, .plate')) this.focus(); },
    },
      make('div', { class: 'plate' },
        make('h3', {}, number),
        make('button', { type: 'button', class: 'remove', 'aria-label': words.remove(number), onclick: removed }, '×')),
      make('div', { class: 'shell' },
        make('div', { class: 'earpiece' }), make('div', { class: 'glass' }, this.lcd), this.#controls(), keypadOf(this.#keys())),
      this.#stand(),
      this.heard);
  }

  #display() {
    const label = this.words.display(pretty(this.phone.number));
    return make('div', {
      class: 'body', tabindex: 0, role: 'group', 'aria-label': label, title: this.words.help, onscroll: () => this.#more(),
    });
  }

  focus() { this.body.focus({ preventScroll: true }); }

  #controls() {
    const keys = this.#keys();
    const key = (name, sign) => keyOf(keys, name, this.words.keys[name], sign);
    return make('div', { class: 'controls' },
      key('soft1', '–'), key('green', '✆'), key('soft2', '–'), key('red', make('i', {}, '✆')),
      make('div', { class: 'pad' }, key('up', '▴'), key('left', '◂'), key('ok', ''), key('right', '▸'), key('down', '▾')));
  }

  #stand() {
    const { phone, words } = this;
    const box = make('input', {
      type: 'checkbox', role: 'switch', checked: phone.old, onchange: ({ target }) => phone.setOld(target.checked),
    });
    return make('label', { class: 'stand', title: words.oldTitle }, box, words.old);
  }

  // Keys as the buttons and the keyboard know them.
  #keys() {
    return {
      press: (key) => this.#press(key),
      hold: (key) => this.phone.hold(key),
      type: (text) => this.phone.type(text),
    };
  }

  #press(key) {
    const step = { up: -LINE, down: LINE }[key];
    if (step && this.#drawn.scrolls) this.body.scrollBy(0, step);
    else this.phone.press(key);
  }

  #typed(event) {
    if (!event.target.closest('.stand, .plate')) typed(this.#keys(), event);
  }

  #tell(text) {
    this.heard.textContent = text;
    this.element.classList.add('rings');
    setTimeout(() => this.element.classList.remove('rings'), SHAKE);
  }

  #draw() {
    if (!this.element) return;
    const { phone } = this;
    const { screen } = phone;
    const view = screen.view();
    this.top.replaceChildren(this.#status(view), title(view));
    this.body.replaceChildren(...view.body);
    this.bottom.replaceChildren(foot(view), info(view), softs(view));
    this.lcd.dataset.kind = view.kind ?? 'list';
    if (this.#drawn.screen !== screen || this.#drawn.key !== view.key) this.body.scrollTop = 0;
    this.#reveal(this.body.querySelector('[data-chosen], .cursor, .pending'));
    this.#drawn = { screen, key: view.key, scrolls: ['reading', 'ussd', 'flash'].includes(view.kind) };
    this.#more();
    this.changed();
  }

  // Whether there is more above and below.
  #more() {
    const { scrollTop, clientHeight, scrollHeight } = this.body;
    const below = scrollTop + clientHeight < scrollHeight - 1;
    this.bottom.querySelector('.more').textContent = (scrollTop > 0 ? '▴' : '') + (below ? '▾' : '');
  }

  // Scroll the display, and nothing else of the page.
  #reveal(element) {
    if (!element) return;
    const [inner, outer] = [element.getBoundingClientRect(), this.body.getBoundingClientRect()];
    this.body.scrollTop += Math.max(inner.bottom - outer.bottom, 0) + Math.min(inner.top - outer.top, 0);
  }

  #status({ mode }) {
    const { phone } = this;
    const time = new Date().toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit' });
    const { unread } = phone.messages;
    return make('div', { class: 'status' },
      make('span', { class: 'signal', 'data-online': phone.online }),
      make('span', { class: 'mode' }, mode ?? ''),
      make('span', { class: 'unread' }, unread ? `✉${unread}` : ''),
      make('span', { class: 'time' }, time));
  }
}

const title = (view) => (view.title ? make('div', { class: 'title' }, view.title) : '');
const foot = (view) => (view.foot ? make('div', { class: 'foot' }, view.foot) : '');
const info = (view) => (view.info ? make('div', { class: 'info' }, ...view.info.map((each) => make('span', {}, each))) : '');
const softs = ({ softs: [left, right] }) =>
  make('div', { class: 'softs' }, make('span', {}, left), make('span', { class: 'more' }), make('span', {}, right));
