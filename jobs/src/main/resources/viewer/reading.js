// What was read on a page: its text in three ways, answers, dead letters, facts.

import { byId, element, percent, plural, sureClass } from './elements.js';
import { hitsOf, mark, placesOf, shownDoubts } from './marks.js';
import { piecesOf } from './picture.js';

export const TABS = ['text', 'lines', 'source'];

export function showReading(found, tab, query) {
  const page = pageOf(found);
  TABS.forEach(name => {
    const button = byId(`tab-${name}`);
    button.setAttribute('aria-selected', String(name === tab));
    button.tabIndex = name === tab ? 0 : -1;
  });
  const text = byId('text');
  text.setAttribute('aria-labelledby', `tab-${tab}`);
  text.replaceChildren();
  if (!page) {
    text.append(element('p', { class: 'hint' }, 'There is no text of this page in the results.'));
  } else if (tab === 'lines') {
    text.append(lines(page));
  } else {
    text.append(tab === 'text' ? formatted(found.html) : element('pre', { dir: 'auto' }, page.text || ''));
    mark(text, shown => [
      ...(tab === 'text' ? placesOf(piecesOf(page), shown) : []),
      ...shownDoubts(page.doubtful || [], page.text || '', shown),
      ...hitsOf(query, shown),
    ], dress);
  }
  showLetters(found.deadLetters);
  showAnswers(found.answers);
  showFacts(found, page);
}

export const pageOf = found => (found.document ? found.document.pages[0] : null);

/** The only markup that is taken as such: the server's own, of escaped text; the page's policy forbids scripts besides. */
function formatted(html) {
  const holder = element('div');
  holder.innerHTML = html;
  holder.querySelectorAll('a[href]').forEach(link => {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  });
  return holder;
}

function dress(span, range) {
  if (range.piece !== undefined) span.dataset.piece = range.piece;
  if (range.hit) span.classList.add('hit');
  if (range.confidence !== undefined) {
    span.classList.add('doubt', sureClass(Math.min(range.confidence, 0.89)));
    span.title = `${percent(range.confidence)} sure`;
  }
}

function lines(page) {
  const pieces = piecesOf(page);
  if (!pieces.length) return element('p', { class: 'hint' }, 'No lines were located on this page.');
  return element('ol', { class: 'lines' }, ...pieces.map((piece, index) =>
    element('li', {},
      element('span', { class: `piece ${sureClass(piece.confidence)}`, 'data-piece': index, dir: 'auto', tabindex: 0 },
        piece.text || '(no text)'),
      element('span', { class: 'sure' }, typeof piece.confidence === 'number' ? percent(piece.confidence) : ''))));
}

function showLetters(letters) {
  byId('alerts').replaceChildren(...letters.map(letter => element('div', { class: 'letter', role: 'note' },
    element('strong', {}, `${letter.page === undefined ? 'Document' : `Page ${letter.page + 1}`}: ${letter.reason}`),
    ` at ${letter.stage}. `, letter.detail || '',
    letter.attempts > 1 ? ` (${letter.attempts} attempts)` : '')));
}

function showAnswers(answers) {
  byId('answers').replaceChildren(...answers.map(answer => element('article', { class: 'answer' },
    element('h3', { dir: 'auto' }, answer.question || answer.questionId),
    element('p', { class: sureClass(answer.confidence), dir: 'auto' }, answer.answer || '(no answer)'),
    element('p', { class: 'small' }, [
      answer.page < 0 ? 'about all pages together' : null,
      typeof answer.confidence === 'number' ? `${percent(answer.confidence)} sure` : null,
      (answer.evidence || []).some(each => each.box) ? 'its place is marked on the page' : null,
      answer.finishReason && answer.finishReason !== 'STOP' ? `ended by ${answer.finishReason}` : null,
    ].filter(Boolean).join(' · ')),
    answer.reasoning ? element('details', {}, element('summary', {}, 'Reasoning'), element('p', { dir: 'auto' }, answer.reasoning)) : null)));
}

const ORIGINS = {
  MODEL: 'read by the model', TEXT_LAYER: 'taken from the text layer of the document', BLANK: 'no ink on the page',
};

function showFacts(found, page) {
  const facts = [];
  const add = (name, value) => {
    if (value) facts.push(element('div', {}, element('dt', {}, name), element('dd', { dir: 'auto' }, String(value))));
  };
  if (page) {
    add('Origin', ORIGINS[page.origin] || '');
    add('Why', page.routing);
    add('Confidence', typeof page.confidence === 'number' ? percent(page.confidence) : '');
    add('Size', page.width ? `${page.width} × ${page.height} pixels` : '');
    const skew = page.skew ? `, made level by ${Number(page.skew).toFixed(1)}°` : '';
    add('Set upright', page.turned || page.skew ? `turned by ${page.turned || 0}°${skew}` : '');
    add('Asked', page.requests ? [plural(page.requests, 'time'), plural(page.tiles || 0, 'tile'), plural(page.tokens || 0, 'token')].join(', ') : '');
    add('Engine', page.milliseconds ? `${page.milliseconds} ms` : '');
    (page.fields || []).forEach(field => add(field.pointer, `${percent(field.confidence)} sure`));
    add('Model', found.document.model);
    add('Document', found.document.source && found.document.source.uri);
  }
  byId('facts').replaceChildren(...facts);
}
