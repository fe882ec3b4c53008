// The keys of a phone: buttons, held or not, and the computer's keyboard.
import { make } from './phone_dom.js';
import { printed } from './keypad_letters.js';

const HOLD = 600; // milliseconds
const REPEATED = ['up', 'down', 'left', 'right', 'clear'];
const ON_KEYBOARD = {
  Enter: 'ok', Escape: 'back', Backspace: 'clear', ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left',
  ArrowRight: 'right', F1: 'soft1', F2: 'soft2',
};

// The pad of `*`, `#` and digits.
export const keypadOf = (phone) =>
  make('div', { class: 'keys' }, ...[...'123456789*0#'].map((key) => padKey(phone, key)));

function padKey(phone, key) {
  const [russian, latin] = printed(key);
  return keyOf(phone, key, undefined,
    make('b', {}, key), ' ', make('span', { class: 'russian' }, russian), ' ', make('span', { class: 'latin' }, latin));
}

export function keyOf(phone, key, label, ...content) {
  let timer = null;
  const release = () => clearTimeout(timer);
  return make('button', {
    type: 'button', class: `key key-${key}`, 'data-key': key, 'aria-label': label, tabindex: -1,
    onpointerdown: (event) => {
      event.preventDefault(); // the display keeps the focus
      if (event.button) return;
      phone.press(key);
      timer = setTimeout(() => phone.hold(key), HOLD);
    },
    onpointerup: release, onpointerleave: release, onpointercancel: release,
    oncontextmenu: (event) => event.preventDefault(),
    onclick: ({ detail }) => { if (!detail) phone.press(key); }, // by keyboard, or by what reads the page aloud
  }, ...content);
}

// A key of the computer's keyboard, pressed while the phone has the focus.
export function typed(phone, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches('button, input') && [' ', 'Enter'].includes(event.key)) return;
  const key = ON_KEYBOARD[event.key];
  if (!key && event.key.length !== 1) return;
  event.preventDefault();
  if (!key) phone.type(event.key);
  else if (!event.repeat || REPEATED.includes(key)) phone.press(key);
}
