// The viewer: which document and page is shown stands in the address (#d=3&p=0), everything follows from it.

import { ask, byId, element, plural } from './elements.js';
import { showPicture } from './picture.js';
import { pageOf, showReading, TABS } from './reading.js';
import { list, listed, more, pointOut } from './sidebar.js';

const THEMES = ['auto', 'light', 'dark'];
const shown = { number: -1, document: null, place: 0, found: null, tab: 'text', query: '', total: 0 };

async function follow() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const number = Number(wanted.get('d') || 0);
  try {
    shown.query = wanted.get('q') || '';
    const document = await ask(`api/documents/${number}`);
    const place = wanted.get('p') === 'last' ? document.pages.length - 1
      : Math.max(0, document.pages.findIndex(page => page.index === Number(wanted.get('p'))));
    const index = document.pages[place].index;
    const found = await ask(`api/documents/${number}/pages/${index}`);
    Object.assign(shown, { number, document, place, found });
    showPage();
  } catch (problem) {
    byId('where').textContent = '';
    byId('text').replaceChildren(element('p', { class: 'hint' },
      shown.total ? problem.message : 'There are no results here yet. What is written will appear by itself.'));
  }
  pointOut();
}

function showPage() {
  const { number, document, place, found } = shown;
  const state = document.pages[place];
  const name = document.row.id || '(no name)';
  window.document.title = `${name} – Pagestream`;
  const missing = document.missing.length ? `, ${document.missing.length} missing` : '';
  byId('where').replaceChildren(
    state.index < 0 ? '' : `Page ${state.index + 1} (${place + 1} of ${document.pages.length}${missing}) · `,
    element('bdi', { title: name }, name));
  const page = pageOf(found);
  const evidence = found.answers.flatMap(answer => answer.evidence || [])
    .filter(each => each.box && each.page === state.index);
  showPicture(page ? `api/documents/${number}/pages/${state.index}/picture` : null, page, evidence, point, pick);
  showReading(found, shown.tab, shown.query);
  const hit = byId('text').querySelector('.hit');
  if (hit) hit.scrollIntoView({ block: 'center' });
}

/** Lights up one piece in the picture and in the text; null: none. */
function point(piece) {
  window.document.querySelectorAll('[data-piece]').forEach(each =>
    each.classList.toggle('on', piece !== null && each.dataset.piece === String(piece)));
}

function pick(piece) {
  const words = byId('text').querySelector(`[data-piece="${piece}"]`);
  if (words) words.scrollIntoView({ block: 'center', behavior: 'smooth' });
}

function turn(step) {
  if (!shown.document) return;
  const place = shown.place + step;
  if (place >= 0 && place < shown.document.pages.length) {
    location.hash = `d=${shown.number}&p=${shown.document.pages[place].index}`;
  } else {
    leaf(step, step < 0 ? '&p=last' : '');
  }
}

function leaf(step, page = '') {
  const number = shown.number + step;
  if (number >= 0 && number < shown.total) location.hash = `d=${number}${page}`;
}

function showTab(name) {
  shown.tab = name;
  if (shown.found) showReading(shown.found, name, shown.query);
}

function toggle(button, set) {
  const on = button.getAttribute('aria-pressed') !== 'true';
  button.setAttribute('aria-pressed', String(on));
  set(on);
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId('theme').replaceChildren(element('span', { class: 'long' }, 'Theme: '), theme === 'auto' ? 'system' : theme);
  localStorage.setItem('pagestream-theme', theme);
}

function nextTheme() {
  setTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]);
}

function menu(open) {
  byId('menu').setAttribute('aria-expanded', String(open));
  document.body.classList.toggle('menu-open', open);
}

const say = problem => { byId('list-note').textContent = problem.message; };

function search(event) {
  event.preventDefault();
  const query = byId('query').value.trim();
  if (query) {
    menu(true);
    list('hits', query).catch(say);
  } else {
    list('documents').catch(say);
  }
}

const KEYS = {
  j: () => turn(1), ArrowRight: () => turn(1), k: () => turn(-1), ArrowLeft: () => turn(-1),
  ']': () => leaf(1), '[': () => leaf(-1),
  '/': () => byId('query').focus(),
  t: () => showTab(TABS[(TABS.indexOf(shown.tab) + 1) % TABS.length]),
  b: () => byId('boxes').click(), z: () => byId('zoom').click(), d: nextTheme,
  '?': () => byId('help').showModal(),
};

function key(event) {
  const writing = event.target.matches('input, textarea');
  if (event.key === 'Escape' && writing) event.target.blur();
  if (writing || event.ctrlKey || event.metaKey || event.altKey || byId('help').open) return;
  if (event.target.matches('[role=tab]') && event.key.startsWith('Arrow')) {
    const step = event.key === 'ArrowRight' ? 1 : TABS.length - 1;
    showTab(TABS[(TABS.indexOf(shown.tab) + step) % TABS.length]);
    byId(`tab-${shown.tab}`).focus();
  } else if (KEYS[event.key]) {
    KEYS[event.key]();
  } else {
    return;
  }
  event.preventDefault();
}

/** What the server tells when files grow. */
function overview(event) {
  const found = JSON.parse(event.data);
  const first = shown.total === 0;
  shown.total = found.documents;
  byId('status').textContent = [
    plural(found.documents, 'document'), plural(found.answers, 'answer'), plural(found.letters, 'dead letter'),
    found.unreadable ? `${found.unreadable} lines could not be read (${found.fault})` : null,
    found.leftOut ? `${found.leftOut} records are too many and are not shown` : null,
    found.writing ? `a run is not finished, last written ${new Date(found.changed).toLocaleTimeString()}` : null,
  ].filter(Boolean).join(' · ');
  byId('status').classList.toggle('live', found.writing);
  byId('show-letters').textContent = `Dead letters (${found.letters})`;
  byId('show-documents').textContent = `Documents (${found.documents})`;
  if (listed() !== 'hits') list(listed(), '', true).catch(say);
  if (first || !shown.document || !shown.document.row.status) follow();
}

function connect() {
  const events = new EventSource('api/events');
  events.addEventListener('overview', overview);
  events.addEventListener('error', () => {
    byId('status').textContent = 'The viewer was ended, or cannot be reached.';
  });
}

document.addEventListener('keydown', key);
document.addEventListener('pointerover', event => {
  const words = event.target.closest('#text [data-piece]');
  if (words) point(words.dataset.piece);
  else if (event.target.closest('#reading')) point(null);
});
document.addEventListener('focusin', event => {
  if (event.target.matches('#text [data-piece]')) point(event.target.dataset.piece);
});
window.addEventListener('hashchange', () => { menu(false); follow(); });
byId('search').addEventListener('submit', search);
byId('previous').addEventListener('click', () => turn(-1));
byId('next').addEventListener('click', () => turn(1));
byId('boxes').addEventListener('click', event =>
  toggle(event.currentTarget, on => byId('picture').classList.toggle('bare', !on)));
byId('zoom').addEventListener('click', event =>
  toggle(event.currentTarget, on => byId('picture').classList.toggle('full', on)));
byId('theme').addEventListener('click', nextTheme);
byId('help-button').addEventListener('click', () => byId('help').showModal());
byId('menu').addEventListener('click', () => menu(!document.body.classList.contains('menu-open')));
byId('show-documents').addEventListener('click', () => list('documents').catch(say));
byId('show-letters').addEventListener('click', () => list('dead-letters').catch(say));
byId('show-hits').addEventListener('click', () => list('hits', byId('query').value.trim()).catch(say));
byId('more').addEventListener('click', () => more().catch(say));
TABS.forEach(name => byId(`tab-${name}`).addEventListener('click', () => showTab(name)));
setTheme(THEMES.includes(localStorage.getItem('pagestream-theme')) ? localStorage.getItem('pagestream-theme') : 'auto');
follow();
connect();
