// What a text takes on the wire: coding, units, parts, and the units left in the last part. As smpp/alphabets.py and
// smpp/parts.py: no escape and no surrogate pair is cut, so a part may end a unit early.
import { isGsm, septets } from './phone_gsm.js';

const GSM = { coding: 'GSM', one: 160, each: 153, width: septets };
const UCS2 = { coding: 'UCS-2', one: 70, each: 67, width: (character) => character.length };

export function size(text) {
  const { coding, one, each, width } = isGsm(text) ? GSM : UCS2;
  const widths = Array.from(text, width);
  const units = widths.reduce((sum, one) => sum + one, 0);
  if (units <= one) return { coding, units, parts: 1, left: one - units };
  const { parts, used } = fill(widths, each);
  return { coding, units, parts, left: each - used };
}

function fill(widths, each) {
  let [parts, used] = [1, 0];
  for (const width of widths) {
    if (used + width > each) [parts, used] = [parts + 1, 0];
    used += width;
  }
  return { parts, used };
}
