// What the page remembers in this browser. A browser that keeps nothing forgets at the end of the page.
const PREFIX = 'simulator.';

export function recall(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch { /* private browsing, or full */ }
}
