// Elements with text, never with markup: whatever stands in results stays text.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = id => document.getElementById(id);

/** An element with attributes (null: left out) and children, which are elements or become text. */
export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for drawings. */
export function drawn(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

/** Asks the server. Fails with a sentence. */
export async function ask(path) {
  const answer = await fetch(path);
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail || problem.title || `the server answered ${answer.status}`);
  }
  return answer.json();
}

export const percent = share => `${Math.round(share * 100)} %`;

export const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** How sure: 4 sure, 1 hardly; null where nobody said. */
export function sureness(confidence) {
  if (typeof confidence !== 'number') return null;
  return confidence >= 0.9 ? 4 : confidence >= 0.75 ? 3 : confidence >= 0.5 ? 2 : 1;
}

export const sureClass = confidence => {
  const level = sureness(confidence);
  return level === null || level === 4 ? '' : `sure-${level}`;
};
