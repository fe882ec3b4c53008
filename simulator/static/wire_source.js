// Fills the log of the page. Without a filter: as PDUs are pushed, a sample if they are many. With one: asked of the
// server whenever something has passed, so none is left out.
import { ask } from './api.js';
import { atMostEvery } from './network_dom.js';

const BEHIND = 300; // PDUs that are shown of the past
const AT_ONCE = 1000;
const PAUSE = 300; // milliseconds between two questions

export class WireSource extends EventTarget {
  #log;
  #filter = {};
  #paused = false;
  #turn = 0;
  #pushed = null; // those that came while the past was asked for
  #more = atMostEvery(PAUSE, () => this.#catchUp(AT_ONCE));

  constructor(feed, log) {
    super();
    this.#log = log;
    feed.on('open', () => this.#begin());
    feed.on('pdu', ({ pdu }) => this.#passed(pdu));
    feed.on('passed', () => { if (this.filtered && !this.#paused) this.#more(); });
  }

  get filtered() { return Object.keys(this.#filter).length > 0; }
  get paused() { return this.#paused; }

  filter(filter) {
    this.#filter = filter;
    this.#begin();
  }

  pause(whether) {
    this.#paused = whether;
    if (!whether) this.#catchUp(AT_ONCE);
  }

  clear() {
    this.#log.clear();
    this.#changed();
  }

  async #begin() {
    this.#log.reset();
    this.#pushed = [];
    await this.#catchUp(BEHIND);
  }

  #passed(pdu) {
    if (this.#paused) return;
    if (this.filtered) this.#more();
    else if (this.#pushed) this.#pushed.push(pdu);
    else this.#add([pdu]);
  }

  async #catchUp(limit) {
    const turn = ++this.#turn;
    const found = await this.#ask({ ...this.#filter, after: this.#log.last, limit });
    if (turn !== this.#turn) return;
    this.#add(found.reverse());
    if (this.#pushed && !this.filtered) this.#add(this.#pushed);
    this.#pushed = null;
  }

  async #ask(query) {
    try {
      return await ask('GET', `/api/pdus?${new URLSearchParams(query)}`);
    } catch {
      return []; // the simulator is away; the feed says so, and begins again
    }
  }

  #add(pdus) {
    this.#log.add(pdus);
    this.#changed();
  }

  #changed() { this.dispatchEvent(new Event('change')); }
}
