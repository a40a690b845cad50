/* What is selected with the mouse, passage by passage, in the words that a copy of it says. It copies nothing. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  /* Where the text of a passage stands, and what in it is no part of the text. */
  const ZONES = '.snippet, [data-part], .sheet td > span';
  const NO_TEXT = '.cut, .do, .side';
  /* So many words that are dropped (an ordinal, a run-in heading) may be selected with the rest. */
  const DROPPED = 60;

  /* What of a range stands in one zone. */
  function inside(range, zone) {
    const part = document.createRange();
    part.selectNodeContents(zone);
    if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) { part.setStart(range.startContainer, range.startOffset); }
    if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) { part.setEnd(range.endContainer, range.endOffset); }
    const copy = part.cloneContents();
    copy.querySelectorAll(NO_TEXT).forEach(function (one) { one.remove(); });
    return copy;
  }

  function around(node, selector) {
    const element = node.nodeType === 1 ? node : node.parentElement;
    return element && element.closest(selector);
  }

  /* What is selected, passage by passage: `raw` as it stands, `text` as it is wanted. Empty where what is selected
     is not the text of passages. */
  Yanku.selected = function () {
    const chosen = window.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) { return []; }
    const range = chosen.getRangeAt(0);
    if (!around(range.startContainer, ZONES) || !around(range.endContainer, '[data-key]')) { return []; }
    const found = [];
    document.querySelectorAll(ZONES).forEach(function (zone) {
      const owner = zone.closest('[data-key]');
      if (!owner || !range.intersectsNode(zone) || zone.hidden) { return; }
      const part = inside(range, zone);
      const text = part.textContent.replace(/\s*\n\s*/g, '');
      if (!text.trim()) { return; }
      const last = found[found.length - 1];
      const blanks = part.querySelectorAll('.ph').length;
      if (last && last.owner === owner) { last.raw += '\t' + text; last.blanks += blanks; return; }
      found.push({ owner: owner, raw: text, blanks: blanks });
    });
    found.forEach(function (one) { one.raw = one.raw.trim(); one.text = asWanted(one.raw, one.owner); });
    return found;
  };

  /* The words of a text, marks and blanks left out, and where each of them stands. */
  function words(text) {
    const at = [];
    let said = '';
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      const half = code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : text[i];
      if (!/[\s!-/:-@[-`{-~\u00a0\u00b7\u2010-\u205e\u3000-\u3030]/.test(half)) { said += half; at.push(i); }
    }
    return { said: said, at: at };
  }

  function marks(text, from, step, most) {
    let n = 0;
    while (n < most && text[from + n * step] && !words(text[from + n * step]).said) { n += 1; }
    return n;
  }

  /* The same words of the excerpt as a person wants it, its marks put right and what is dropped left out. */
  function asWanted(raw, owner) {
    const given = owner.getAttribute('data-taken') || owner.getAttribute('data-text');
    if (given === null) { return raw; }
    const all = words(given);
    const asked = words(raw);
    for (let cut = 0; cut < asked.said.length && cut < DROPPED; cut += 1) {
      const at = all.said.indexOf(asked.said.slice(cut));
      if (at === 0 || (at > 0 && !cut)) {
        const first = all.at[at];
        const last = all.at[at + asked.said.length - cut - 1] + 1;
        const before = cut ? first : marks(given, first - 1, -1, asked.at[0]);
        const after = marks(given, last, 1, raw.length - 1 - asked.at[asked.at.length - 1]);
        return given.slice(first - before, last + after);
      }
    }
    return raw;
  }
}());
