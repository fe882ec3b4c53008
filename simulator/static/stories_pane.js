// Stories: a conversation is recorded as one; one is opened or written, and played, and what differs is shown.
import { ask } from './api.js';
import { wordsOf } from './language.js';
import { el } from './network_dom.js';
import { failure, WORDS } from './network_words.js';
import { StoriesRecorder } from './stories_recorder.js';
import { resultOf } from './stories_result.js';

export class StoriesPane {
  #words = wordsOf(WORDS);
  #text = el('textarea', { name: 'story', className: 'mono', spellcheck: false, ariaLabel: this.#words.storyLabel, oninput: () => this.#typed() });
  #note = el('output', { className: 'share' }, this.#words.recordHint);
  #result = el('div', { className: 'result' });
  #recorder = new StoriesRecorder((story) => this.#fill(story), (...words) => this.#say(...words));
  #play = el('button', { type: 'button', className: 'main', disabled: true, onclick: () => this.#played() }, this.#words.play);
  #save = el('button', { type: 'button', disabled: true, onclick: () => this.#saved() }, this.#words.saveStory);
  #file = el('input', { type: 'file', accept: '.txt,text/plain', hidden: true, onchange: () => this.#opened() });
  root = el('div', { className: 'stories' });

  constructor() {
    const open = el('button', { type: 'button', onclick: () => this.#file.click() }, this.#words.loadStory);
    const bar = el('div', { className: 'bar' }, this.#recorder.button, open, this.#file, this.#save, this.#play);
    this.root.append(bar, this.#note, el('div', { className: 'sides' }, this.#text, this.#result));
  }

  #fill(story) {
    this.#text.value = story;
    this.#typed();
  }

  #typed() {
    this.#play.disabled = this.#save.disabled = !this.#text.value.trim();
    this.#result.replaceChildren();
  }

  async #opened() {
    const [file] = this.#file.files;
    if (file) this.#fill(await file.text());
    this.#file.value = '';
  }

  #saved() {
    const href = URL.createObjectURL(new Blob([this.#text.value], { type: 'text/plain' }));
    el('a', { href, download: 'story.txt' }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }

  async #played() {
    this.#play.disabled = true;
    this.#say(this.#words.playing, 'sampled');
    try {
      this.#result.replaceChildren(...resultOf(await ask('POST', '/api/stories', { text: this.#text.value })));
      this.#say('', 'quiet');
    } catch (error) {
      this.#say(failure(error), 'bad');
    }
    this.#play.disabled = false;
  }

  #say(text, kind) {
    this.#note.textContent = text;
    this.#note.dataset.kind = kind;
  }
}
