// Words of the pane of stories.
import { wordsOf } from './language.js';

export const words = wordsOf({
  ru: {
    phone: (number) => `Телефон ${number}`,
    nobody: 'Выберите телефон, чтобы записать разговор',
    record: '● Записать разговор',
    stop: '■ Остановить запись',
    save: 'Сохранить файл',
    open: 'Открыть файл…',
    story: 'История',
    example: '# что показывает эта история\nnumber: 79160000001\nbalance: 152.30\n\n> баланс\n< 152,30 руб.',
    play: 'Сыграть',
    plays: 'Играется…',
    passed: 'Всё совпало',
    differ: (count) => `Не совпало: ${count}`,
    came: 'пришло:',
    notPlayed: 'не сыграно',
  },
  en: {
    phone: (number) => `Phone ${number}`,
    nobody: 'Choose a phone to record what it says',
    record: '● Record',
    stop: '■ Stop recording',
    save: 'Save as a file',
    open: 'Open a file…',
    story: 'Story',
    example: '# what this story shows\nnumber: 79160000001\nbalance: 152.30\n\n> баланс\n< 152,30 руб.',
    play: 'Play',
    plays: 'Playing…',
    passed: 'All as expected',
    differ: (count) => `Lines that differ: ${count}`,
    came: 'came:',
    notPlayed: 'not played',
  },
});
