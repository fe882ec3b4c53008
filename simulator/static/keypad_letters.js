// What the keys of a keypad write, by alphabet. A key gives its letters in turn, then its digit.
const RUSSIAN = { 2: 'абвг', 3: 'дежзё', 4: 'ийкл', 5: 'мноп', 6: 'рсту', 7: 'фхцч', 8: 'шщъы', 9: 'ьэюя' };
const LATIN = { 2: 'abc', 3: 'def', 4: 'ghi', 5: 'jkl', 6: 'mno', 7: 'pqrs', 8: 'tuv', 9: 'wxyz' };
const SIGNS = { 0: ' 0\n', 1: '.,?!1\'"-()@/:;_', '*': '*#+-=%&<>$€[]{}' };

const PRINTED = { 0: '␣', 1: '.,?!', '*': '+=', '#': 'abc' };

export const ALL = ['абв', 'АБВ', 'abc', 'ABC', '123'];
export const LATIN_ONLY = ALL.slice(2);
export const DIGITS = '123';

export const isDigit = (key) => /^[0-9]$/.test(key);

// What stands on a key: Russian letters, and Latin ones or signs.
export const printed = (key) => [key === '#' ? 'абв' : RUSSIAN[key]?.slice(0, 4) ?? '', LATIN[key] ?? PRINTED[key]];

export function lettersOf(key, alphabet) {
  if (alphabet === DIGITS) return isDigit(key) ? key : SIGNS[key];
  const letters = (alphabet.toLowerCase() === 'abc' ? LATIN : RUSSIAN)[key];
  if (!letters) return SIGNS[key];
  return (alphabet === alphabet.toUpperCase() ? letters.toUpperCase() : letters) + key;
}
