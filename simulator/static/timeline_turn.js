// One turn of a conversation: what was said, and its PDUs on an axis of time.
import { wordsOf } from './language.js';
import { el, numberText, timeText } from './network_dom.js';
import { WORDS } from './network_words.js';
import { isReceipt, joined, repliesIn } from './timeline_turns.js';
import { shortStatus } from './wire_row.js';

export function spanText(seconds) {
  const { ms, s } = wordsOf(WORDS);
  return seconds < 10 ? `${numberText(seconds * 1000, 1)} ${ms}` : `${numberText(seconds, 1)} ${s}`;
}

export function turnElement(turn, go) {
  const span = Math.max(turn.end - turn.start, 0.001);
  const axis = el('div', { className: 'axis quiet', ariaHidden: 'true' }, ...[0, 0.25, 0.5, 0.75, 1].map((share) => el('span', {}, spanText(span * share))));
  const rows = turn.exchanges.map((exchange) => row(exchange, turn.start, span, go));
  return el('article', { className: 'turn panel' }, heading(turn), el('div', { className: 'exchanges' }, axis, ...rows));
}

function heading(turn) {
  const words = wordsOf(WORDS);
  const replies = repliesIn(turn);
  const said = turn.said.length ? el('p', { className: 'said' }, joined(turn.said)) : el('p', { className: 'quiet' }, words.unasked);
  const when = replies.length ? words.after(spanText(replies[0].at - turn.start)) : turn.said.length ? words.waits : '';
  const about = el('p', { className: 'quiet' }, `${timeText(turn.start)}${when ? ` · ${when}` : ''}`);
  return el('header', {}, about, said, ...replies.map(({ text }) => el('p', { className: 'reply' }, text)));
}

function row({ request, response }, start, span, go) {
  const bar = el('i', { className: response ? 'bar-of' : 'bar-of unanswered' });
  const end = response?.at ?? request.at;
  bar.style.left = `${((request.at - start) / span) * 100}%`;
  bar.style.width = `${((end - request.at) / span) * 100}%`;
  const track = el('span', { className: 'track' }, bar);
  return el('div', { className: `exchange ${request.direction}` }, name(request, go), at(request, start), track, answer(request, response, go));
}

function name(request, go) {
  const { part } = request.fields;
  const what = isReceipt(request) ? wordsOf(WORDS).receipt : request.command;
  const arrow = request.direction === 'out' ? '←' : '→';
  return pduButton(`${arrow} ${what}${part ? ` ${part.index}/${part.total}` : ''}`, request, go);
}

const at = (request, start) => el('span', { className: 'at mono' }, `+${spanText(request.at - start)}`);

function answer(request, response, go) {
  if (!response) return el('span', { className: 'wrong' }, wordsOf(WORDS).noResponse);
  return pduButton(`${shortStatus(response)} +${spanText(response.at - request.at)}`, response, go);
}

function pduButton(text, pdu, go) {
  return el('button', { type: 'button', className: `goes mono ${pdu.status ? 'wrong' : ''}`, title: `#${pdu.id} ${pdu.fields.text ?? ''}`, onclick: () => go(pdu.id) }, text);
}
