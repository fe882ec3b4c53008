// Drives node-smpp as an SMSC: orders and what is heard are lines of JSON, see docs/interop.md.
const fs = require('fs');
const { version } = require('../node_modules/smpp/package.json');
const readline = require('readline');
const smpp = require('../node_modules/smpp');

const PHONE = '79160000001';
const SERVICE = '111';
const RECEIPT = 0x04;
const UDHI = 0x40;
const PART = 67; // units of UCS-2 after a UDH of six octets
const MODES = { bind_transmitter: 'TX', bind_receiver: 'RX', bind_transceiver: 'TRX' };

let receiver;
let serial = 0;
const pieces = new Map();

const tell = (heard, how) => process.stdout.write(`${JSON.stringify({ heard, ...how })}\n`);

// node-smpp writes and reads a UDH, and leaves splitting and joining to its users.
const partsOf = (text) => {
  if (text.length <= 70) return [{ short_message: text }];
  const total = Math.ceil(text.length / PART);
  return Array.from({ length: total }, (_, index) => ({
    esm_class: UDHI,
    short_message: {
      udh: Buffer.from([5, 0, 3, 7, total, index + 1]),
      message: text.slice(index * PART, (index + 1) * PART),
    },
  }));
};

const takePart = ({ udh, message }, id) => {
  const [, , , total, index] = udh ? udh[0] : [0, 0, 0, 1, 1];
  pieces.set(index, { message, id });
  if (pieces.size < total) return;
  const parts = [...pieces].sort(([a], [b]) => a - b).map(([, piece]) => piece);
  tell('sms', { text: parts.map((part) => part.message).join(''), ids: parts.map((part) => part.id) });
  pieces.clear();
};

const take = (session, pdu) => {
  serial += 1;
  const id = pdu.registered_delivery ? `asked-${serial}` : String(serial);
  session.send(pdu.response({ message_id: id }));
  const { short_message: message, ussd_service_op: op } = pdu;
  if (op === undefined) takePart(message, id);
  else tell('page', { op, session: pdu.its_session_info.toString('hex'), text: message.message });
};

const serve = (session) => {
  Object.entries(MODES).forEach(([bind, mode]) => session.on(bind, (pdu) => {
    if (mode !== 'TX') receiver = session;
    session.send(pdu.response({ system_id: 'node-smpp' }));
    tell('bound', { mode });
  }));
  session.on('submit_sm', (pdu) => take(session, pdu));
  session.on('enquire_link', (pdu) => { session.send(pdu.response()); tell('asked'); });
  session.on('unbind', (pdu) => { session.send(pdu.response(), () => session.close()); tell('unbound'); });
  session.on('error', (error) => { throw error; });
};

const deliver = (fields) => new Promise((resolve) => {
  const addresses = {
    source_addr_ton: smpp.TON.INTERNATIONAL,
    source_addr_npi: smpp.NPI.ISDN,
    source_addr: PHONE,
    destination_addr: SERVICE,
  };
  receiver.deliver_sm({ ...addresses, ...fields }, (response) => resolve(response.command_status));
});

const delivered = async (messages) => tell('delivered', { statuses: await Promise.all(messages.map(deliver)) });

const orders = {
  listen: ({ port, certificate }) => {
    const pem = certificate && fs.readFileSync(certificate);
    smpp.createServer(pem ? { key: pem, cert: pem } : {}, serve).listen(port, '127.0.0.1', () => tell('listening'));
  },
  deliver: ({ text }) => delivered(partsOf(text)),
  receipts: ({ ids }) => delivered(ids.map((id) => ({
    esm_class: RECEIPT,
    short_message: `id:${id} sub:001 dlvrd:001 submit date:2611280500 done date:2611280500 stat:DELIVRD err:000 text:`,
    receipted_message_id: id,
    message_state: smpp.MESSAGE_STATE.DELIVERED,
  }))),
  dial: ({ op, session, text }) => delivered([{
    service_type: 'USSD',
    short_message: text,
    ussd_service_op: op,
    its_session_info: Buffer.from(session, 'hex'),
  }]),
  asked: () => {}, // it tells of it when it is
  enquire: () => receiver.enquire_link({}, () => tell('alive')),
};

tell('ready', { version });
readline.createInterface({ input: process.stdin })
  .on('line', (line) => { const order = JSON.parse(line); orders[order.do](order); })
  .on('close', () => process.exit());
