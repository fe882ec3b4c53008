// Multi-tap: the same key again, soon, gives its next letter in place of the one before. Pure but for the timer handed in.
export const PAUSE = 1000; // milliseconds after which a letter stays

export class Multitap {
  #key = null;
  #letters = '';
  #turn = 0;
  #timer = null;

  // `settled` is called when a letter stays because time has passed.
  constructor(settled, later = (call, after) => setTimeout(call, after), never = (timer) => clearTimeout(timer)) {
    Object.assign(this, { settled, later, never });
  }

  // Whether the last letter may yet become another.
  get pending() { return this.#key !== null; }

  // The letter, and whether it takes the place of the one before.
  press(key, letters) {
    const again = key === this.#key && letters === this.#letters;
    this.settle();
    [this.#key, this.#letters, this.#turn] = [key, letters, again ? (this.#turn + 1) % letters.length : 0];
    this.#timer = this.later(() => { this.settle(); this.settled(); }, PAUSE);
    return { letter: letters[this.#turn], again };
  }

  settle() {
    this.never(this.#timer);
    this.#key = null;
  }
}
