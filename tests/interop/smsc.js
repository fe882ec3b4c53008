// An SMSC that is nothing but node-smpp. Orders come as lines of JSON, and what it hears goes out as such; with the input
// it ends. A phone's message is coded as node-smpp sees fit, what comes from the gateway is told as node-smpp reads it.
const readline = require('readline');
const smpp = require('smpp');

let link;
let answer = { command_status: smpp.ESME_ROK };
let held = null;

const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);

const orders = {
  deliver: ({ op, session, text }) => link.deliver_sm({
    service_type: 'USSD',
    source_addr_ton: smpp.TON.INTERNATIONAL,
    source_addr_npi: smpp.NPI.ISDN,
    source_addr: '79160000001',
    destination_addr: '111',
    short_message: text,
    ussd_service_op: op,
    its_session_info: Buffer.from(session, 'hex'),
  }, (response) => tell({ heard: 'deliver_sm_resp', status: response.command_status })),
  refuse: ({ status }) => { answer = { command_status: status }; },
  hold: () => { held = []; },
  release: () => { held.forEach((response) => link.send(response)); held = null; },
};

const server = smpp.createServer((session) => {
  link = session;
  session.on('bind_transceiver', (pdu) => {
    session.send(pdu.response({ system_id: 'node-smpp' }));
    tell({ heard: 'bind_transceiver', system_id: pdu.system_id, password: pdu.password });
  });
  session.on('submit_sm', (pdu) => {
    const response = pdu.response({ message_id: String(pdu.sequence_number), ...answer });
    answer = { command_status: smpp.ESME_ROK };
    if (held) held.push(response); else session.send(response);
    tell({
      heard: pdu.ussd_service_op === undefined ? 'sms' : 'page',
      from: pdu.source_addr,
      to: pdu.destination_addr,
      service_type: pdu.service_type,
      op: pdu.ussd_service_op,
      session: pdu.its_session_info && pdu.its_session_info.toString('hex'),
      coding: pdu.data_coding,
      text: pdu.short_message.message,
    });
  });
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => session.send(pdu.response(), () => session.close()));
  session.on('close', () => tell({ heard: 'close' }));
  session.on('error', (error) => { throw error; });
});

server.listen(0, '127.0.0.1', () => tell({ heard: 'listening', port: server.address().port }));
readline.createInterface({ input: process.stdin })
  .on('line', (line) => { const order = JSON.parse(line); orders[order.do](order); })
  .on('close', () => process.exit());
