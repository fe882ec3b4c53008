// A text that is being written, on the phone's screen: the letter that may yet change is marked, the cursor blinks.
import { make } from './phone_dom.js';

export function field(editor, { active = true, shown = (text) => text } = {}) {
  const { before, after } = editor;
  const settled = editor.tap.pending ? before.slice(0, -1) : before;
  const pending = before.slice(settled.length);
  return make('div', { class: 'field' },
    shown(settled),
    pending && make('span', { class: 'pending' }, shown(pending)),
    active && !pending ? make('span', { class: 'cursor' }) : '',
    shown(after),
  );
}
