// The PDUs that the page holds, oldest first, within a limit.
export const LIMIT = 5000;
const SLACK = 500; // so that the oldest go in one piece

export class WireLog {
  pdus = [];
  dropped = 0; // so many have gone from the front
  last = 0; // id of the newest that was ever here

  add(pdus) {
    for (const pdu of pdus) {
      if (pdu.id <= this.last) continue;
      this.pdus.push(pdu);
      this.last = pdu.id;
    }
    if (this.pdus.length > LIMIT + SLACK) this.#drop(this.pdus.length - LIMIT);
  }

  clear() { this.#drop(this.pdus.length); }

  // Another beginning: the simulator may have been started anew.
  reset() {
    this.clear();
    this.last = 0;
  }

  indexOf(id) { return this.pdus.findIndex((pdu) => pdu.id === id); }

  #drop(count) {
    this.pdus.splice(0, count);
    this.dropped += count;
  }
}
