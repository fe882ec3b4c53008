// The pane of stories: the phone chosen is recorded as one; one from a file, or as typed, is played, and what differs is
// shown line by line.
import { ask } from './api.js';
import { make } from './dom.js';
import { words } from './stories_words.js';

export function mountStories(section) {
  const pane = new Stories();
  section.replaceChildren(pane.element);
  document.addEventListener('phone-chosen', ({ detail }) => pane.choose(detail));
}

class Stories {
  #number;
  #recording = false;
  #title = make('h2');
  #record = make('button', { type: 'button', disabled: true, onclick: () => this.#attempt(() => this.#switch()) });
  #save = make('button', { type: 'button', hidden: true, onclick: () => this.#download() }, words.save);
  #file = make('input', { type: 'file', accept: '.txt,text/plain', hidden: true, onchange: () => this.#load() });
  #text = make('textarea', { rows: 14, spellcheck: 'false', 'aria-label': words.story, placeholder: words.example });
  #play = make('button', { type: 'button', class: 'main', onclick: () => this.#attempt(() => this.#played()) }, words.play);
  #message = make('p', { role: 'status' });
  #lines = make('ol', { class: 'story-lines', hidden: true });

  constructor() {
    const open = make('button', { type: 'button', onclick: () => this.#file.click() }, words.open);
    this.element = make('div', { class: 'stories' },
      make('div', { class: 'stories-top' }, this.#title, this.#record, this.#save),
      this.#text,
      make('div', { class: 'stories-top' }, open, this.#file, this.#play, this.#message),
      this.#lines);
    this.#draw();
  }

  choose(number) {
    if (number === this.#number) return;
    if (this.#recording) this.#attempt(() => this.#switch());
    this.#number = number;
    this.#draw();
  }

  async #switch() {
    const number = this.#number;
    await ask('POST', `/api/phones/${number}/recording`, { on: !this.#recording });
    this.#recording = !this.#recording;
    this.#draw();
    if (!this.#recording) {
      const response = await fetch(`/api/phones/${number}/story`);
      this.#show(await response.text());
    }
  }

  #show(story) {
    this.#text.value = story;
    this.#save.hidden = false;
    this.#lines.hidden = true;
  }

  async #load() {
    this.#show(await this.#file.files[0].text());
    this.#file.value = '';
  }

  #download() {
    const link = make('a', { href: URL.createObjectURL(new Blob([this.#text.value], { type: 'text/plain' })), download: 'story.txt' });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async #played() {
    this.#say(words.plays);
    const { lines, passed } = await ask('POST', '/api/stories', { text: this.#text.value });
    const differ = lines.filter(({ verdict }) => verdict === 'differs').length;
    this.#say(passed ? words.passed : words.differ(differ), passed ? 'good' : 'bad');
    this.#lines.replaceChildren(...lines.map(lineOf));
    this.#lines.hidden = false;
  }

  async #attempt(act) {
    this.#say('');
    this.#play.disabled = this.#record.disabled = true;
    try {
      await act();
    } catch (error) {
      this.#say(error.message, 'bad');
    }
    this.#play.disabled = false;
    this.#draw();
  }

  #say(text, how = '') {
    this.#message.textContent = text;
    this.#message.className = how;
  }

  #draw() {
    this.#title.textContent = this.#number ? words.phone(this.#number) : words.nobody;
    this.#record.textContent = this.#recording ? words.stop : words.record;
    this.#record.classList.toggle('recording', this.#recording);
    this.#record.disabled = !this.#number;
  }
}

function lineOf({ number, text, verdict, came }) {
  const line = make('li', { value: number, class: verdict.replace(' ', '-') }, make('code', {}, text));
  if (verdict === 'differs') line.append(make('p', { class: 'came' }, make('b', {}, words.came), ' ', came));
  else if (verdict === 'not played') line.append(make('p', { class: 'quiet' }, `${words.notPlayed}${came && `: ${came}`}`));
  return line;
}
