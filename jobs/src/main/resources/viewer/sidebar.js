// The list beside the page: documents, dead letters, or what a search has found.

import { ask, byId, element, percent, plural, sureClass } from './elements.js';

const state = { kind: 'documents', rows: [], query: '', complete: true };

/** Shows a list from its beginning; with `keep`, as many rows as there were. */
export async function list(kind, query = '', keep = false) {
  const wanted = keep ? state.rows.length : 0;
  Object.assign(state, { kind, query, rows: [], complete: true });
  await more(wanted);
}

export async function more(wanted = 0) {
  const kind = state.kind;
  if (kind === 'hits') {
    const found = await ask(`api/search?q=${encodeURIComponent(state.query)}`);
    if (kind !== state.kind) return;
    Object.assign(state, { rows: found.hits, complete: found.complete });
    draw(false);
    return;
  }
  let got;
  const rows = [...state.rows];
  do {
    got = await ask(`api/${kind}?from=${rows.length}`);
    rows.push(...got);
  } while (got.length && rows.length < wanted);
  if (kind !== state.kind) return;
  state.rows = rows;
  draw(got.length > 0);
}

export const listed = () => state.kind;

function draw(maybeMore) {
  const named = { documents: 'show-documents', 'dead-letters': 'show-letters', hits: 'show-hits' };
  Object.entries(named).forEach(([kind, id]) => byId(id).setAttribute('aria-pressed', String(kind === state.kind)));
  byId('show-hits').hidden = !state.query && state.kind !== 'hits';
  const make = { documents: documentRow, 'dead-letters': letterRow, hits: hitRow }[state.kind];
  byId('list').replaceChildren(...state.rows.map(row => element('li', {}, make(row))));
  byId('more').hidden = !maybeMore || state.rows.length % 500 !== 0;
  byId('list-note').textContent = note();
  pointOut();
}

function note() {
  if (state.kind === 'hits') {
    return `${state.rows.length}${state.complete ? '' : ' or more'} places of “${state.query}”`;
  }
  return state.rows.length ? '' : state.kind === 'documents' ? 'No results yet.' : 'No dead letters.';
}

/** Marks the document that is shown. */
export function pointOut() {
  const number = new URLSearchParams(location.hash.slice(1)).get('d') || '0';
  byId('list').querySelectorAll('a').forEach(link => {
    const shown = state.kind === 'documents' && link.dataset.number === number;
    if (shown) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
}

const address = (number, page, query) =>
  `#d=${number}${page >= 0 ? `&p=${page}` : ''}${query ? `&q=${encodeURIComponent(query)}` : ''}`;

function documentRow(row) {
  const facts = [
    row.pages ? plural(row.pages, 'page') : null,
    row.failed ? `${row.failed} failed` : null,
    row.answers ? plural(row.answers, 'answer') : null,
    row.letters ? plural(row.letters, 'dead letter') : null,
  ].filter(Boolean).join(' · ');
  const state = row.status || (row.letters ? 'NO RESULT' : 'ANSWERS');
  return element('a', { href: address(row.number, -1), 'data-number': row.number },
    element('span', { class: 'name' }, element('bdi', {}, row.id || '(no name)')),
    element('span', { class: `state ${row.status === 'COMPLETE' || state === 'ANSWERS' ? 'good' : 'bad'}` }, state),
    element('span', { class: 'small' }, facts, typeof row.confidence === 'number' ? ' · ' : null,
      typeof row.confidence === 'number'
        ? element('span', { class: sureClass(row.confidence) }, `${percent(row.confidence)} sure`) : null));
}

function letterRow({ number, letter }) {
  const page = letter.page === undefined ? -1 : letter.page;
  return element('a', { href: number < 0 ? '#' : address(number, page), 'data-number': number },
    element('span', { class: 'name' }, element('bdi', {}, letter.documentId || '(no document)'), page < 0 ? '' : `, page ${page + 1}`),
    element('span', { class: 'state bad' }, letter.reason),
    element('span', { class: 'small' }, `${letter.stage}: ${letter.detail || ''}`));
}

function hitRow(hit) {
  return element('a', { href: address(hit.number, hit.page, hit.kind === 'page' ? state.query : ''), 'data-number': hit.number },
    element('span', { class: 'name' }, element('bdi', {}, hit.id), hit.page < 0 ? '' : `, page ${hit.page + 1}`),
    element('span', { class: 'small', dir: 'auto' }, `…${hit.before}`, element('mark', {}, hit.hit), `${hit.after}…`));
}
