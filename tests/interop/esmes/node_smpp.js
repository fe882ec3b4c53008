// Drives node-smpp as an ESME: orders and what is heard are lines of JSON, as in driving.py.
const { version } = require('../node_modules/smpp/package.json');
const readline = require('readline');
const smpp = require('../node_modules/smpp');

const SERVICE = '111';
const RECEIPT = 0x04;
const UDHI = 0x40;
const UCS2 = 8;
const PART = 67; // units of UCS-2 after a UDH of six octets

let session;
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

const takePart = ({ udh, message }) => {
  const [, , , total, index] = udh ? udh[0] : [0, 0, 0, 1, 1];
  pieces.set(index, message);
  if (pieces.size < total) return;
  tell('sms', { text: [...pieces].sort(([a], [b]) => a - b).map(([, piece]) => piece).join('') });
  pieces.clear();
};

const takeReceipt = (pdu) => {
  const found = /id:(\S+) .*stat:(\S+)/.exec(pdu.short_message.message);
  tell('receipt', { text: found && found.slice(1), tlv: [pdu.receipted_message_id, pdu.message_state] });
};

const take = (pdu) => {
  session.send(pdu.response());
  if (pdu.esm_class & RECEIPT) takeReceipt(pdu);
  else if (pdu.ussd_service_op === undefined) takePart(pdu.short_message);
  else {
    tell('ussd', {
      op: pdu.ussd_service_op,
      session: pdu.its_session_info.toString('hex'),
      text: pdu.short_message.message,
    });
  }
};

const submit = (fields) => new Promise((resolve) => {
  session.submit_sm({ source_addr: SERVICE, dest_addr_ton: 1, dest_addr_npi: 1, ...fields }, resolve);
});

const statusName = (status) => Object.keys(smpp.errors).find((name) => smpp.errors[name] === status);

const orders = {
  bind: ({ mode, port, system_id, password, tls }) => {
    const bind = { TX: 'bind_transmitter', RX: 'bind_receiver', TRX: 'bind_transceiver' }[mode];
    session = smpp.connect({ url: `${tls ? 'ssmpp' : 'smpp'}://localhost:${port}`, host: 'localhost' });
    session.on('deliver_sm', take);
    session.on('enquire_link', (pdu) => session.send(pdu.response()));
    session.on('error', (error) => { throw error; });
    session.once(tls ? 'secureConnect' : 'connect', () => session[bind]({ system_id, password }, (response) => {
      if (response.command_status) tell('refused', { says: statusName(response.command_status) });
      else tell('bound');
    }));
  },
  submit: async ({ to, text, receipt }) => {
    const parts = partsOf(text).map((part) => submit({
      ...part, destination_addr: to, data_coding: UCS2, registered_delivery: Number(receipt),
    }));
    tell('taken', { ids: (await Promise.all(parts)).map((response) => response.message_id) });
  },
  show: async ({ to, text, op, session: number }) => {
    await submit({
      service_type: 'USSD',
      destination_addr: to,
      short_message: text,
      ussd_service_op: op,
      its_session_info: Buffer.from(number, 'hex'),
    });
    tell('taken', {});
  },
  enquire: () => session.enquire_link({}, () => tell('alive')),
  unbind: () => session.unbind({}, () => { tell('unbound'); session.close(); }),
};

tell('ready', { version });
readline.createInterface({ input: process.stdin })
  .on('line', (line) => { const order = JSON.parse(line); orders[order.do](order); })
  .on('close', () => process.exit());
