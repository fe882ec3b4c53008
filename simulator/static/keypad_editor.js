// A text that is written with a keypad, or a computer's keyboard: the text, the cursor, the alphabet.
import { DIGITS, isDigit, lettersOf } from './keypad_letters.js';
import { Multitap } from './keypad_multitap.js';

export class Editor {
  #text = '';
  #cursor = 0;
  #alphabet = '';

  // `alphabets`: a function that gives those of the phone, the first is where it begins; `allowed` drops characters.
  constructor({ alphabets, allowed = (text) => text, changed = () => {} }) {
    Object.assign(this, { alphabets, allowed });
    this.tap = new Multitap(changed);
  }

  get alphabet() { return this.alphabets().includes(this.#alphabet) ? this.#alphabet : this.alphabets()[0]; }
  get text() { return this.#text; }
  get before() { return this.#text.slice(0, this.#cursor); }
  get after() { return this.#text.slice(this.#cursor); }

  set text(text) {
    this.tap.settle();
    [this.#text, this.#cursor] = [text, text.length];
  }

  // Written on the computer's keyboard, or pasted.
  type(text) {
    this.tap.settle();
    this.#insert(this.allowed(text));
  }

  press(key) {
    if (key === 'left' || key === 'right') this.#move(key);
    else if (key === '#') this.#nextAlphabet();
    else if (isDigit(key) || key === '*') this.#tapped(key);
  }

  // A key held: its digit instead of its letter; `#`: digits; the key that erases: all.
  hold(key) {
    if (key === 'soft2') this.text = '';
    if (key === '#') this.#alphabet = DIGITS;
    if (!isDigit(key) || !this.tap.pending) return;
    this.clear();
    this.type(key);
  }

  // The character before the cursor goes.
  clear() {
    this.tap.settle();
    const kept = [...this.before].slice(0, -1).join('');
    [this.#text, this.#cursor] = [kept + this.after, kept.length];
  }

  #tapped(key) {
    const letters = lettersOf(key, this.alphabet);
    if (letters.length === 1) this.type(letters);
    else this.#turn(this.tap.press(key, letters));
  }

  #turn({ letter, again }) {
    if (again) [this.#text, this.#cursor] = [this.before.slice(0, -1) + this.after, this.#cursor - 1];
    this.#insert(letter);
  }

  #insert(text) {
    this.#text = this.before + text + this.after;
    this.#cursor += text.length;
  }

  #move(key) {
    this.tap.settle();
    const step = key === 'left' ? -([...this.before].at(-1) ?? '').length : ([...this.after][0] ?? '').length;
    this.#cursor += step;
  }

  #nextAlphabet() {
    this.tap.settle();
    const alphabets = this.alphabets();
    this.#alphabet = alphabets[(alphabets.indexOf(this.alphabet) + 1) % alphabets.length];
  }
}

// Digits alone, and the signs that are allowed beside them.
export class Digits extends Editor {
  constructor(allowed) {
    super({ alphabets: () => [DIGITS], allowed: (text) => text.replace(allowed, '') });
  }

  press(key) {
    if (isDigit(key) || key === '*' || key === '#') this.type(key);
    else super.press(key);
  }

  hold(key) { if (key === 'soft2') super.hold(key); }
}
