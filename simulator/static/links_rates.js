// How fast the counters of links grow, from one look to the next; the latest minute of each link.
const KEPT = 60;
const RATES = ['submitted', 'delivered'];

export class LinkRates {
  #links = new Map();

  // From GET /api/links at a time in seconds.
  look(links, now) {
    const before = this.#links;
    this.#links = new Map(links.map((link) => [link.id, next(before.get(link.id), link, now)]));
  }

  // {submitted, delivered}: a second; `history`: both together.
  of(id) { return this.#links.get(id); }
}

function next(before, { counters }, now) {
  const seconds = before ? now - before.at : 0;
  const [submitted, delivered] = RATES.map((name) => (seconds > 0 ? (counters[name] - before.counters[name]) / seconds : 0));
  const history = [...(before?.history ?? []), submitted + delivered].slice(-KEPT);
  return { at: now, counters, submitted, delivered, history };
}
