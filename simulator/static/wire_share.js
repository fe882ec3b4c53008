// Says how much of what passes is shown.
import { wordsOf } from './language.js';
import { el, numberText } from './network_dom.js';
import { WORDS } from './network_words.js';

const FRESH = 1500; // milliseconds that a telling holds good; they come twice a second while PDUs are left out

export class WireShare {
  root = el('output', { className: 'share' });
  #words = wordsOf(WORDS);
  #tellings = [];
  #expiry = null;

  constructor(feed, source, log) {
    this.source = source;
    this.log = log;
    feed.on('passed', (passed) => this.#heard(passed));
    feed.on('closed', () => this.#say(this.#words.closed, 'bad'));
    feed.on('open', () => this.draw());
    this.draw();
  }

  draw() {
    if (this.source.paused) this.#say(this.#words.paused, 'quiet');
    else if (this.source.filtered) this.#say(this.#words.filtered(numberText(this.log.pdus.length)), 'quiet');
    else if (this.#tellings.length) this.#say(this.#sampled(), 'sampled');
    else this.#say(this.#words.all, 'quiet');
  }

  #heard(passed) {
    this.#tellings = [...this.#tellings.slice(-1), passed];
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => { this.#tellings = []; this.draw(); }, FRESH);
    this.draw();
  }

  #sampled() {
    const perSecond = (name) => this.#tellings.reduce((sum, telling) => sum + telling[name], 0) * (2 / this.#tellings.length);
    return this.#words.sampled(numberText(perSecond('shown')), numberText(perSecond('pdus')));
  }

  #say(text, kind) {
    if (this.root.textContent !== text) this.root.textContent = text;
    this.root.dataset.kind = kind;
  }
}
