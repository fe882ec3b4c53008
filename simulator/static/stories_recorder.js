// Records the phone that is chosen as a story.
import { ask } from './api.js';
import { wordsOf } from './language.js';
import { el } from './network_dom.js';
import { failure, WORDS } from './network_words.js';

export class StoriesRecorder {
  #words = wordsOf(WORDS);
  #chosen = '';
  #recording = null; // the number that is recorded
  // Who presses twice means it once.
  button = el('button', { type: 'button', className: 'record', disabled: true, onclick: ({ detail }) => { if (detail < 2) this.#press(); } }, this.#words.record);

  // `done` is given a story; `say` is given words for people, and whether they are bad news.
  constructor(done, say) {
    this.done = done;
    this.say = say;
    document.addEventListener('phone-chosen', ({ detail }) => { this.#chosen = detail; this.#draw(); });
  }

  async #press() {
    this.button.disabled = true;
    try {
      await (this.#recording ? this.#stop() : this.#start(this.#chosen));
    } catch (error) {
      this.say(failure(error), 'bad');
    }
    this.#draw();
  }

  async #start(number) {
    await ask('POST', `/api/phones/${number}/recording`, { on: true });
    this.#recording = number;
    this.say(this.#words.recording(number), 'sampled');
  }

  async #stop() {
    const number = this.#recording;
    this.#recording = null;
    await ask('POST', `/api/phones/${number}/recording`, { on: false });
    this.done(await ask('GET', `/api/phones/${number}/story`));
    this.say(this.#words.recorded, 'quiet');
  }

  #draw() {
    this.button.disabled = !this.#recording && !this.#chosen;
    this.button.textContent = this.#recording ? this.#words.stop : this.#words.record;
    this.button.ariaPressed = String(Boolean(this.#recording));
  }
}
