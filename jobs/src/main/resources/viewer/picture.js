// The picture of a page with boxes over it.

import { ask, byId, drawn, element, percent, sureness } from './elements.js';

/** Pieces of the page that have a place: its lines, or its blocks where there are no lines. */
export function piecesOf(page) {
  return (page.lines && page.lines.length ? page.lines : page.blocks) || [];
}

/** Shows the page; `onPick` is called with the number of a piece that was clicked on, `onPoint` with one under the pointer. */
export function showPicture(address, page, evidence, onPoint, onPick) {
  const place = byId('picture');
  if (!page || !address) {
    place.replaceChildren(element('p', { class: 'hint' }, 'There is no picture: the results hold no such page.'));
    return;
  }
  const sheet = element('div', { class: 'sheet' });
  const picture = element('img', { alt: `Page ${page.index + 1} as it was read`, src: address });
  picture.addEventListener('error', () => explain(picture, address, page));
  sheet.append(picture);
  if (page.width > 0 && page.height > 0) {
    picture.setAttribute('width', page.width);
    picture.setAttribute('height', page.height);
    sheet.append(boxes(page, evidence, onPoint, onPick));
  }
  place.replaceChildren(sheet);
}

/** The server says why there is no picture; the boxes are shown on an empty page. */
async function explain(picture, address, page) {
  const why = await ask(address).then(() => 'the picture cannot be shown', problem => problem.message);
  const empty = element('p', { class: 'hint blank' }, `No picture: ${why}`);
  const drawing = picture.parentElement && picture.parentElement.querySelector('svg');
  if (drawing) {
    picture.parentElement.classList.add('empty');
    picture.replaceWith(drawn('svg', { class: 'paper', viewBox: `0 0 ${page.width} ${page.height}` }));
    byId('picture').prepend(empty);
  } else {
    picture.replaceWith(empty);
  }
}

function boxes(page, evidence, onPoint, onPick) {
  const drawing = drawn('svg', {
    class: 'boxes', viewBox: `0 0 ${page.width} ${page.height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true',
  });
  if (page.lines && page.lines.length) {
    (page.blocks || []).filter(block => block.box).forEach(block =>
      drawing.append(rectangle(block.box, `block`, block.kind || 'text')));
  }
  piecesOf(page).forEach((piece, index) => {
    if (!piece.box) return;
    const level = sureness(piece.confidence);
    const note = typeof piece.confidence === 'number' ? `${percent(piece.confidence)} sure` : 'no confidence';
    const box = rectangle(piece.box, `line level-${level === null ? 0 : level}`, note);
    box.dataset.piece = index;
    box.addEventListener('pointerenter', () => onPoint(index));
    box.addEventListener('pointerleave', () => onPoint(null));
    box.addEventListener('click', () => onPick(index));
    drawing.append(box);
  });
  evidence.forEach(({ box, text }) => {
    drawing.append(rectangle(box, 'evidence', text || 'evidence'));
  });
  return drawing;
}

function rectangle(box, kind, title) {
  return drawn('rect', {
    class: kind,
    x: Number(box.left), y: Number(box.top),
    width: Math.max(0, box.right - box.left), height: Math.max(0, box.bottom - box.top),
  }, drawn('title', {}, title));
}
