// Finds the lines of a page and the doubtful words in the text as it is shown, and marks them.

/** The text nodes below an element as one string, and where each of them begins. */
function flattened(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = '';
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, from: text.length });
    text += walker.currentNode.data;
  }
  return { nodes, text };
}

/** Letters and digits only, and where each stood: what Markdown adds does not count. */
function compact(text) {
  let letters = '';
  const at = [];
  let i = 0;
  for (const character of text) {
    if (/[\p{L}\p{N}]/u.test(character)) {
      letters += character;
      for (let k = 0; k < character.length; k++) at.push(i + k);
    }
    i += character.length;
  }
  return { letters, at };
}

/** For each piece with a text: where it stands in the shown text, searched in reading order. */
export function placesOf(pieces, text) {
  const all = compact(text);
  let cursor = 0;
  const ranges = [];
  pieces.forEach((piece, index) => {
    const wanted = compact(piece.text || '').letters;
    if (!wanted) return;
    let found = all.letters.indexOf(wanted, cursor);
    if (found < 0) found = all.letters.indexOf(wanted);
    if (found < 0) return;
    cursor = found + wanted.length;
    ranges.push({ from: all.at[found], to: all.at[cursor - 1] + 1, piece: index });
  });
  return ranges;
}

/** Spans in code points of the source become ranges of the shown text, by walking both together. */
export function shownDoubts(doubts, source, text) {
  if (!doubts.length) return [];
  const points = Array.from(source);
  const at = new Array(points.length).fill(-1);
  let shown = 0;
  let misses = 0;
  points.forEach((point, i) => {
    if (/\s/.test(point)) return;
    let next = shown;
    while (next < text.length && /\s/.test(text[next])) next++;
    if (misses > 12) {
      const again = text.indexOf(points.slice(i, i + 6).join(''), next);
      if (again >= 0 && again < next + 300) next = again;
    }
    if (text.startsWith(point, next)) {
      at[i] = next;
      shown = next + point.length;
      misses = 0;
    } else {
      misses++;
    }
  });
  return doubts.flatMap(doubt => {
    const places = at.slice(doubt.start, doubt.end).filter(place => place >= 0);
    return places.length
      ? [{ from: places[0], to: places[places.length - 1] + 1, confidence: doubt.confidence }]
      : [];
  });
}

/** Every place of the words that were searched for. */
export function hitsOf(query, text) {
  if (!query) return [];
  const words = query.trim().split(/\s+/).map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return [...text.matchAll(new RegExp(words.join('\\s+'), 'giu'))]
    .map(match => ({ from: match.index, to: match.index + match[0].length, hit: true }));
}

/** Cuts the text nodes at the ends of all ranges and gives each piece of text a span that says what covers it. */
export function mark(root, rangesIn, dress) {
  const { nodes, text } = flattened(root);
  const ranges = rangesIn(text);
  const cuts = [...new Set(ranges.flatMap(range => [range.from, range.to]))].sort((a, b) => a - b);
  for (const { node, from } of nodes) {
    const to = from + node.data.length;
    const ends = [...cuts.filter(cut => cut > from && cut < to), to];
    let start = from;
    const parts = ends.map(end => {
      const words = node.data.slice(start - from, end - from);
      const covering = ranges.filter(range => range.from < end && range.to > start);
      start = end;
      if (!covering.length || !words.trim()) return document.createTextNode(words);
      const span = document.createElement('span');
      span.textContent = words;
      covering.forEach(range => dress(span, range));
      return span;
    });
    if (parts.length > 1 || parts[0].nodeType === Node.ELEMENT_NODE) node.replaceWith(...parts);
  }
}
