// The PDUs of one phone as turns: what it said, and all that followed until it spoke again. Pure.
const RECEIPT = 0x3c; // the bits of esm_class that say so (SMPP 3.4, 5.2.12)

export const isReceipt = (pdu) => pdu.command === 'deliver_sm' && (pdu.fields.esm_class & RECEIPT) !== 0;
const fromPhone = (pdu) => pdu.direction === 'out' && ['deliver_sm', 'data_sm'].includes(pdu.command) && !isReceipt(pdu);

// From PDUs, oldest first: [{start, end, said: [pdu], exchanges: [{request, response}]}], oldest first.
export function turnsOf(pdus) {
  const turns = [];
  for (const exchange of exchangesOf(pdus)) {
    const turn = turns.at(-1);
    if (!turn || (fromPhone(exchange.request) && !continues(turn, exchange.request))) turns.push(newTurn(exchange));
    else grow(turn, exchange);
  }
  return turns;
}

function exchangesOf(pdus) {
  const responses = new Map(pdus.filter((pdu) => pdu.answers).map((pdu) => [pdu.answers, pdu]));
  return pdus.filter((pdu) => !pdu.answers).map((request) => ({ request, response: responses.get(request.id) ?? null }));
}

// Whether it is another part, or the same one once more, of what the phone is saying.
function continues({ said }, { fields: { part } }) {
  const before = said.at(-1)?.fields.part;
  return Boolean(part && before && part.reference === before.reference && part.total === before.total);
}

function newTurn(exchange) { return grow({ start: exchange.request.at, end: exchange.request.at, said: [], exchanges: [] }, exchange); }

function grow(turn, exchange) {
  const { request, response } = exchange;
  turn.exchanges.push(exchange);
  turn.end = Math.max(turn.end, request.at, response?.at ?? 0);
  if (fromPhone(request)) turn.said.push(request);
  return turn;
}

// The messages to the phone in that turn: [{text, at, parts}], the parts of each joined.
export function repliesIn(turn) {
  const messages = new Map();
  for (const { request } of turn.exchanges) {
    if (request.direction !== 'in' || !('text' in request.fields)) continue;
    const key = request.fields.part ? `${request.fields.source_addr} ${request.fields.part.reference}` : request.id;
    messages.set(key, [...(messages.get(key) ?? []), request]);
  }
  return [...messages.values()].map((parts) => ({ text: joined(parts), at: parts.at(-1).at, parts: parts.length }));
}

// The text of a message from its parts, in whatever order they came.
export function joined(parts) {
  const byIndex = new Map(parts.map((pdu) => [pdu.fields.part?.index ?? 1, pdu.fields.text ?? '']));
  return [...byIndex].sort(([one], [other]) => one - other).map(([, text]) => text).join('');
}
