// What people read on this half of the page.
import { wordsOf } from './language.js';

export const WORDS = {
  ru: {
    tabs: { wire: 'Провод', timeline: 'Беседа', links: 'Связи', faults: 'Помехи', stories: 'Истории' },
    columns: { time: 'время', link: 'связь', direction: '', command: 'PDU', phone: 'номер', status: 'статус', text: 'текст' },
    in: 'от ESME', out: 'к ESME',
    phone: 'номер', chosenPhone: 'телефон', chosenPhoneHint: 'Только телефон, который выбран слева',
    anyLink: 'все связи', anyCommand: 'все PDU', anyStatus: 'любой статус', errors: 'только ошибки',
    pause: 'Пауза', resume: 'Дальше', clear: 'Очистить',
    all: 'показаны все', sampled: (shown, passed) => `показано ${shown} из ${passed} PDU/с`,
    filtered: (shown) => `по фильтру: ${shown}, без пропусков`, paused: 'на паузе',
    closed: 'Нет связи с симулятором. Пробую снова…',
    empty: 'Пока тихо. Здесь пройдут PDU, как только кто-нибудь свяжется или телефон что-нибудь отправит.',
    wireLabel: 'PDU на проводе', detailsLabel: 'Выбранный PDU',
    answers: 'отвечает на', answeredBy: 'ответ', notAnswered: 'ответа нет', close: 'Закрыть', pduGone: 'Этот PDU уже забыт',
    fields: 'Поля', octets: 'Октеты', unread: 'не прочитано', cut: (count) => `… всего ${count} октетов`,
    link: {
      id: 'связь', system_id: 'system_id', bind: 'bind', window: 'окно',
      submitted: 'submit/с', delivered: 'deliver/с', rate: 'за минуту', counters: 'всего',
    },
    counters: { submitted: 'принято', delivered: 'доставлено', refused: 'отказов', unanswered: 'без ответа', rejected: 'негодных PDU' },
    since: (time) => `с ${time}`, bound: 'связан', open: 'без bind', gone: 'закрыт',
    noLinks: 'Никто не связан. ESME соединяется по SMPP, и связь появится здесь.', moreLinks: (count) => `и ещё ${count}`,
    profile: 'Профиль', noProfile: 'свои значения', noFaults: 'Без помех',
    calm: 'Помех нет', active: (count) => `Помех: ${count}`, addLine: 'Добавить', removeLine: 'Убрать', key: 'имя',
    noPhone: 'Выберите телефон слева или впишите номер.', nothingSaid: 'У этого телефона ещё ничего не было.',
    unasked: 'без вопроса', after: (time) => `ответ через ${time}`, waits: 'ждёт ответа', receipt: 'квитанция', noResponse: 'нет ответа', ms: 'мс', s: 'с',
    record: 'Записывать', stop: 'Остановить запись', recording: (number) => `Идёт запись: ${number}`, recorded: 'Записано. Историю можно поправить, сохранить и проиграть.',
    saveStory: 'Сохранить файл', loadStory: 'Открыть файл', play: 'Проиграть', playing: 'Играю…', storyLabel: 'Текст истории',
    recordHint: 'Нажмите «Записывать», поговорите с телефона слева: беседа станет историей, которую можно проигрывать как тест.',
    passed: 'Всё как в истории', differs: (count) => `Расхождений: ${count}`,
    verdicts: { passed: 'сошлось', differs: 'не сошлось', 'not played': 'не играно' }, came: 'пришло', nothing: 'ничего',
    failures: { no_recording: 'Записи нет: симулятор запущен заново' },
  },
  en: {
    tabs: { wire: 'Wire', timeline: 'Conversation', links: 'Links', faults: 'Faults', stories: 'Stories' },
    columns: { time: 'time', link: 'link', direction: '', command: 'PDU', phone: 'number', status: 'status', text: 'text' },
    in: 'from the ESME', out: 'to the ESME',
    phone: 'number', chosenPhone: 'phone', chosenPhoneHint: 'Only the phone chosen at the left',
    anyLink: 'all links', anyCommand: 'all PDUs', anyStatus: 'any status', errors: 'errors only',
    pause: 'Pause', resume: 'Resume', clear: 'Clear',
    all: 'all are shown', sampled: (shown, passed) => `${shown} of ${passed} PDU/s are shown`,
    filtered: (shown) => `filtered: ${shown}, none left out`, paused: 'paused',
    closed: 'The simulator is away. Trying again…',
    empty: 'All quiet. PDUs pass here as soon as somebody binds or a phone sends something.',
    wireLabel: 'PDUs on the wire', detailsLabel: 'The PDU chosen',
    answers: 'answers', answeredBy: 'answered by', notAnswered: 'not answered', close: 'Close', pduGone: 'That PDU is forgotten',
    fields: 'Fields', octets: 'Octets', unread: 'not read', cut: (count) => `… ${count} octets in all`,
    link: {
      id: 'link', system_id: 'system_id', bind: 'bind', window: 'window',
      submitted: 'submit/s', delivered: 'deliver/s', rate: 'last minute', counters: 'in all',
    },
    counters: { submitted: 'submitted', delivered: 'delivered', refused: 'refused', unanswered: 'unanswered', rejected: 'bad PDUs' },
    since: (time) => `since ${time}`, bound: 'bound', open: 'not bound', gone: 'closed',
    noLinks: 'Nobody is bound. When an ESME connects over SMPP, its link appears here.', moreLinks: (count) => `and ${count} more`,
    profile: 'Profile', noProfile: 'own values', noFaults: 'No faults',
    calm: 'No faults', active: (count) => `Faults: ${count}`, addLine: 'Add', removeLine: 'Remove', key: 'name',
    noPhone: 'Choose a phone at the left, or type a number.', nothingSaid: 'Nothing has happened on this phone yet.',
    unasked: 'unasked', after: (time) => `answered after ${time}`, waits: 'waits for an answer', receipt: 'receipt', noResponse: 'no response', ms: 'ms', s: 's',
    record: 'Record', stop: 'Stop recording', recording: (number) => `Recording ${number}`, recorded: 'Recorded. The story can be edited, saved and played.',
    saveStory: 'Save as a file', loadStory: 'Open a file', play: 'Play', playing: 'Playing…', storyLabel: 'The text of the story',
    recordHint: 'Press "Record" and talk from the phone at the left: the conversation becomes a story, which can be played as a test.',
    passed: 'All as in the story', differs: (count) => `Differences: ${count}`,
    verdicts: { passed: 'passed', differs: 'differs', 'not played': 'not played' }, came: 'came', nothing: 'nothing',
    failures: { no_recording: 'Nothing is recorded: the simulator was started anew' },
  },
};

// Why something could not be done. What has no code did not reach the simulator.
export function failure({ code, message }) {
  const { closed, failures } = wordsOf(WORDS);
  return code ? failures[code] ?? message : closed;
}
