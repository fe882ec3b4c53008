// Panes, of which one is in front.
import { wordsOf } from './language.js';
import { el } from './network_dom.js';
import { WORDS } from './network_words.js';

export class NetworkTabs {
  #panes = new Map();
  #tabs = new Map();
  #chosen = null;
  bar = el('div', { className: 'panes', role: 'tablist', onkeydown: (event) => this.#move(event) });

  get roots() { return [...this.#panes.values()].map((pane) => pane.root); }

  add(name, pane) {
    const id = `pane-${name}`;
    const tab = el('button', { role: 'tab', type: 'button', id: `tab-${name}`, onclick: () => this.choose(name) }, wordsOf(WORDS).tabs[name]);
    tab.setAttribute('aria-controls', id);
    Object.assign(pane.root, { id, role: 'tabpanel', hidden: true });
    pane.root.setAttribute('aria-labelledby', tab.id);
    pane.root.classList.add('pane');
    this.#panes.set(name, pane);
    this.#tabs.set(name, tab);
    this.bar.append(tab);
  }

  choose(name) {
    if (name === this.#chosen) return;
    if (this.#chosen) this.#show(this.#chosen, false);
    this.#chosen = name;
    this.#show(name, true);
  }

  #show(name, whether) {
    const tab = this.#tabs.get(name);
    tab.ariaSelected = String(whether);
    tab.tabIndex = whether ? 0 : -1;
    this.#panes.get(name).root.hidden = !whether;
    this.#panes.get(name).shown?.(whether);
  }

  #move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const names = [...this.#panes.keys()];
    this.choose(names[(names.indexOf(this.#chosen) + step + names.length) % names.length]);
    this.#tabs.get(this.#chosen).focus();
  }
}
