// What became of a story, line by line: where it differs, what was expected and what came.
import { wordsOf } from './language.js';
import { el } from './network_dom.js';
import { WORDS } from './network_words.js';

const CLASSES = { passed: 'passed', differs: 'differs', 'not played': 'unplayed' };
const MARKS = { passed: '✓', differs: '✗', 'not played': '·' };

export function resultOf({ lines, passed }) {
  const words = wordsOf(WORDS);
  const differences = lines.filter(({ verdict }) => verdict === 'differs').length;
  const summary = el('p', { className: passed ? 'good' : 'wrong' }, passed ? words.passed : words.differs(differences));
  return [summary, el('ol', { className: 'story mono' }, ...lines.map(line))];
}

function line({ number, text, verdict, came = '' }) {
  const words = wordsOf(WORDS);
  const mark = el('span', { className: 'mark', title: words.verdicts[verdict] }, MARKS[verdict]);
  return el('li', { className: CLASSES[verdict] }, el('i', {}, number), mark, el('span', {}, text, difference(verdict, came, words)));
}

function difference(verdict, came, words) {
  if (verdict === 'differs') return el('div', { className: 'came' }, `${words.came}: ${came || words.nothing}`);
  return came ? el('div', { className: 'quiet' }, came) : null;
}
