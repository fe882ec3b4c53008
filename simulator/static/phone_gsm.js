// GSM 7-bit (3GPP TS 23.038): what has a code in it, and what an old phone shows of the rest. As smpp/alphabets.py.
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';
const SQUARE = '□';

const anyOf = (characters) => characters.replace(/[\\\]^-]/g, '\\$&');
const FOREIGN = new RegExp(`[^${anyOf(BASIC + EXTENSION)}]`, 'gu');
const WIDE = new RegExp(`[${anyOf(EXTENSION)}]`);

export const isGsm = (text) => text.search(FOREIGN) < 0;

// Septets that a character takes.
export const septets = (character) => (WIDE.test(character) ? 2 : 1);

export const withoutForeign = (text) => text.replace(FOREIGN, '');
export const withSquares = (text) => text.replace(FOREIGN, SQUARE);
