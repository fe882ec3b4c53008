// An element with properties and children; those that are null or undefined are left out.
export function el(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Calls `draw` at most once a frame, however often it is asked to.
export function oncePerFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; draw(); });
  };
}

// Calls `act` at most once in so many milliseconds, and not before it has finished.
export function atMostEvery(pause, act) {
  let state = 'idle';
  async function run() {
    state = 'running';
    try { await act(); } finally {
      const again = state === 'again';
      state = 'resting';
      setTimeout(() => { if (again || state === 'again') run(); else state = 'idle'; }, pause);
    }
  }
  return () => { if (state === 'idle') run(); else state = 'again'; };
}

export const numberText = (value, digits = 0) => value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });

// Seconds since 1970 as 12:34:56.789.
export function timeText(at) {
  const date = new Date(at * 1000);
  const two = (value) => String(value).padStart(2, '0');
  const millis = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${millis}`;
}
