// One phone: what it holds and which screen it shows. It knows the API, and nothing of how it is drawn.
//
// A screen has `view()`, and what its keys do: `main` (left soft key, OK, Enter), `second` (right soft key), `green`,
// `end` (red), `back` (Escape), `clear` (Backspace), `press` and `hold` for the other keys, `type` for the keyboard.
import { withSquares } from './phone_gsm.js';
import { ALL, LATIN_ONLY } from './keypad_letters.js';
import { Line } from './phone_line.js';
import { Messages } from './phone_messages.js';
import { Idle } from './phone_idle.js';
import { Flash, Notice } from './phone_notices.js';
import { UssdWindow } from './phone_ussd.js';
import { recall, remember } from './phones_memory.js';
import { wordsOfPhone } from './phones_words.js';

const ROLES = { soft1: 'main', ok: 'main', soft2: 'second', green: 'green', red: 'end', back: 'back', clear: 'clear' };
const BETWEEN_LOADS = 50; // milliseconds

export class Phone {
  #screens;
  #shown; // texts that the USSD window had shown when we last looked
  #loading = null;
  #stale = false;
  #asking = false;

  // `changed()`: to be drawn anew; `told(text)`: something came.
  constructor(number, { changed, told }) {
    Object.assign(this, { number, changed, told });
    this.line = new Line(number);
    this.messages = new Messages(number);
    this.old = recall(`old.${number}`, false);
    this.online = false;
    this.notice = null;
    this.ussd = null;
    this.dialled = '';
    this.draft = '';
    this.#screens = [new Idle(this)];
  }

  get words() { return wordsOfPhone(this.old); }
  get alphabets() { return this.old ? LATIN_ONLY : ALL; }
  get screen() { return this.notice ?? this.#flash() ?? this.ussd ?? this.#screens.at(-1); }

  // A text of the network, as this phone can show it.
  shown(text) { return this.old ? withSquares(text) : text; }

  setOld(old) {
    this.old = old;
    remember(`old.${this.number}`, old);
    this.changed();
  }

  setOnline(online) {
    this.online = online;
    this.changed();
  }

  // Keys

  press(key) {
    const role = ROLES[key];
    const wasNotice = this.#dismissed();
    if (!role) this.screen.press?.(key);
    else if (!wasNotice) this.#act(role);
    this.changed();
  }

  #act(role) {
    const { screen } = this;
    if (role === 'green') (screen.green ?? screen.main)?.call(screen);
    else if (screen[role]) screen[role]();
    else if (role === 'back') this.back();
    else if (role === 'end') this.home();
  }

  hold(key) {
    this.screen.hold?.(key);
    this.changed();
  }

  type(text) {
    this.#dismissed();
    this.screen.type?.(text);
    this.changed();
  }

  // Screens

  open(screen) { this.#screens.push(screen); }
  back() { if (this.#screens.length > 1) this.#screens.pop(); }
  home() { this.#screens.length = 1; }

  say(text) { this.notice = new Notice(this, text); }

  dismiss(notice) {
    if (this.notice !== notice) return;
    this.notice = null;
    this.changed();
  }

  #dismissed() {
    const { notice } = this;
    this.notice = null;
    return notice !== null;
  }

  #flash() {
    const message = this.messages.flash;
    if (message && this.flash?.message.at !== message.at) this.flash = new Flash(this, message);
    return message ? this.flash : null;
  }

  // The network

  // Do this in the network; gives its answer, undefined if it failed, which is shown, or if another is under way.
  async ask(call) {
    if (this.#asking) return undefined;
    this.#asking = true;
    try {
      return (await call(this.line)) ?? {};
    } catch (error) {
      this.say(this.#failure(error));
      return undefined;
    } finally {
      this.#asking = false;
      this.changed();
      this.load();
    }
  }

  async dial(code) {
    this.dialled = code;
    if (await this.ask((line) => line.enter(code))) this.home();
  }

  // Look what the simulator holds for this phone; once more if it is called meanwhile.
  load() {
    this.#stale = true;
    this.#loading ??= this.#loadAll().finally(() => { this.#loading = null; });
    return this.#loading;
  }

  async #loadAll() {
    while (this.#stale) {
      this.#stale = false;
      try {
        this.#take(await this.line.screen());
      } catch { // the feed tells when the simulator is back
        return;
      }
      await new Promise((done) => { setTimeout(done, BETWEEN_LOADS); });
    }
  }

  #take({ inbox, ussd }) {
    for (const { from, text } of this.messages.update(inbox)) this.told(this.words.smsFrom(from, text));
    this.#follow(ussd);
    this.changed();
  }

  #follow(ussd) {
    const before = this.#shown ?? ussd.shown;
    this.#shown = ussd.shown;
    const isNew = ussd.text && ussd.shown !== before;
    if (ussd.open || isNew) (this.ussd ??= new UssdWindow(this)).show(ussd);
    else if (!ussd.text) this.ussd = null;
    if (isNew) this.told(ussd.text);
  }

  #failure({ code, message }) {
    if (code) return this.words.errors[code] ?? this.words.failed(message);
    return this.words.unreachable;
  }
}
