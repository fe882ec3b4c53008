// An ESME that answers each deliver_sm with a fixed text, and keeps nothing: node echo.js PORT
const smpp = require('smpp');

const TEXT = '1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек';

const session = smpp.connect({ url: `smpp://127.0.0.1:${process.argv[2]}` }, () => {
  session.bind_transceiver({ system_id: 'bench', password: 'bench' });
});
session.on('deliver_sm', (pdu) => {
  session.send(pdu.response());
  session.submit_sm({
    source_addr: pdu.destination_addr,
    destination_addr: pdu.source_addr,
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    short_message: TEXT,
  });
});
session.on('enquire_link', (pdu) => session.send(pdu.response()));
session.on('error', () => process.exit());
session.on('close', () => process.exit());
