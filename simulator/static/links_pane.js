// Links: who is bound and how, how full the window is, how fast it goes. Asked for only while somebody looks.
import { ask } from './api.js';
import { LinkRates } from './links_rates.js';
import { sparkline } from './links_sparkline.js';
import { wordsOf } from './language.js';
import { el, numberText, timeText } from './network_dom.js';
import { WORDS } from './network_words.js';

const PAUSE = 1000;
const MOST = 200; // links shown

export class LinksPane {
  #words = wordsOf(WORDS);
  #rates = new LinkRates();
  #timer = null;
  #body = el('tbody');
  #note = el('p', { className: 'empty quiet' });
  root = el('div', { className: 'links' });

  constructor(feed) {
    const heads = Object.values(this.#words.link).map((text) => el('th', { scope: 'col' }, text));
    this.root.append(el('table', {}, el('thead', {}, el('tr', {}, ...heads)), this.#body), this.#note);
    feed.on('link', () => { if (this.#timer) this.#look(); });
  }

  shown(whether) {
    clearInterval(this.#timer);
    this.#timer = whether ? setInterval(() => this.#look(), PAUSE) : null;
    if (whether) this.#look();
  }

  async #look() {
    const links = await ask('GET', '/api/links').catch(() => []);
    this.#rates.look(links, performance.now() / 1000);
    this.#body.replaceChildren(...links.slice(0, MOST).map((link) => this.#row(link)));
    this.#note.textContent = links.length > MOST ? this.#words.moreLinks(links.length - MOST) : this.#words.noLinks;
    this.#note.hidden = links.length > 0 && links.length <= MOST;
  }

  #row(link) {
    const { submitted, delivered, history } = this.#rates.of(link.id);
    const cells = [
      twoLines(link.id, link.peer), twoLines(link.system_id, this.#words.since(timeText(link.since).slice(0, 8))), this.#bind(link), windowOf(link),
      numberText(submitted), numberText(delivered), sparkline(history), this.#counters(link),
    ];
    const names = Object.keys(this.#words.link);
    return el('tr', {}, ...cells.map((cell, index) => el('td', { className: `l-${names[index]}` }, cell)));
  }

  #bind({ bind, connected }) {
    if (!connected) return twoLines(bind, this.#words.gone, 'wrong');
    return bind ? twoLines(bind, this.#words.bound, 'good') : twoLines('–', this.#words.open);
  }

  #counters({ counters }) {
    const told = Object.entries(this.#words.counters).filter(([name]) => counters[name] || name === 'submitted' || name === 'delivered');
    const bad = (name) => (name === 'submitted' || name === 'delivered' ? '' : 'wrong');
    return el('span', { className: 'counters' }, ...told.map(([name, text]) => el('span', { className: bad(name) }, `${text} ${numberText(counters[name])}`)));
  }
}

const twoLines = (text, below, className = '') => el('div', {}, text, el('small', { className }, below));

function windowOf({ under_way: underWay, window }) {
  const full = underWay >= window;
  return el('span', { className: full ? 'wrong' : '' }, el('meter', { min: 0, max: window, value: underWay, high: window * 0.8, optimum: 0 }), ` ${underWay}/${window}`);
}
