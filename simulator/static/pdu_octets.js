// The octets of a PDU in hex, so many a line, each knowing the field that it belongs to.
import { el } from './network_dom.js';

export const MOST = 2048; // octets shown

export function octetsOf(hex, places, inLine) {
  const octets = hex.slice(0, MOST * 2).match(/../g) ?? [];
  const field = fieldOfEach(octets.length, places);
  const lines = [];
  for (let at = 0; at < octets.length; at += inLine) lines.push(line(octets.slice(at, at + inLine), field.slice(at, at + inLine), at));
  return el('div', { className: 'octets mono' }, ...lines);
}

function fieldOfEach(count, places) {
  const field = new Array(count);
  places.forEach(({ offset, length }, index) => field.fill(index, offset, offset + length));
  return field;
}

function line(octets, field, at) {
  const cells = octets.map((octet, index) => cell(octet, field[index]));
  const letters = octets.map((octet, index) => cell(letter(octet), field[index]));
  return el('div', {}, el('i', {}, at.toString(16).padStart(4, '0')), el('span', { className: 'hex' }, ...cells), el('span', { className: 'letters' }, ...letters));
}

function cell(text, field) {
  const shown = el('b', {}, text);
  shown.dataset.field = field;
  return shown;
}

function letter(octet) {
  const code = parseInt(octet, 16);
  return code > 32 && code < 127 ? String.fromCharCode(code) : '·';
}
