// The messages of one phone: those in the simulator, with what this browser knows of them: read, saved, to be flashed.
// Their time tells them apart.
import { recall, remember } from './phones_memory.js';

export class Messages {
  #all = []; // oldest first
  #since = null; // flashes that came before the page was opened are not shown any more
  #dismissed = new Set();

  constructor(number) {
    this.name = `marks.${number}`;
    const { read, saved } = recall(this.name, { read: [], saved: [] });
    this.read = new Set(read);
    this.saved = new Set(saved);
  }

  // What the simulator holds now, oldest first. Gives those that are new, none the first time.
  update(inbox) {
    const latest = this.#all.at(-1)?.at ?? 0;
    const isFirst = this.#since === null;
    this.#since ??= inbox.at(-1)?.at ?? 0;
    this.#all = inbox;
    return isFirst ? [] : inbox.filter(({ at }) => at > latest);
  }

  // Newest first; flashes only if they were saved.
  get kept() { return this.#all.filter(({ at, flash }) => !flash || this.saved.has(at)).reverse(); }
  get unread() { return this.kept.filter(({ at }) => !this.read.has(at)).length; }

  // The flash to be shown: the newest of those that have come and were not dismissed.
  get flash() {
    return this.#all.findLast(({ at, flash }) => flash && at > this.#since && !this.#dismissed.has(at));
  }

  markRead({ at }) { this.#mark(this.read, at); }

  dismiss({ at }) { this.#dismissed.add(at); }

  save(message) {
    this.dismiss(message);
    this.markRead(message);
    this.#mark(this.saved, message.at);
  }

  #mark(marks, at) {
    marks.add(at);
    const held = (marked) => this.#all.filter((message) => marked.has(message.at)).map((message) => message.at);
    remember(this.name, { read: held(this.read), saved: held(this.saved) });
  }
}
