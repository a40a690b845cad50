/* A draft as it stands on the page: its blocks, what the server is known to have of each, and what it has not yet.
   Every other script of the page begins from here. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const paper = document.querySelector('[data-draft]');
  if (!paper) { return; }
  const sheets = document.getElementById('sheets');
  const known = new WeakMap();
  let composing = false;
  const Draft = Yanku.draft = {
    paper: paper,
    sheets: sheets,
    facts: document.getElementById('facts'),
    address: '/draft/' + encodeURIComponent(paper.getAttribute('data-draft')),
    /* What waits for a person to choose: block, or the facts, to the box that asks. */
    clashes: new Map()
  };

  paper.setAttribute('data-live', '');
  paper.addEventListener('compositionstart', function () { composing = true; });
  paper.addEventListener('compositionend', function () { composing = false; });
  Draft.composing = function () { return composing; };

  Draft.clean = function (text) {
    return text.split(/[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+/).map(function (line) { return line.trim(); })
      .filter(Boolean).join('\n');
  };
  Draft.area = function (block) { return block.querySelector('textarea'); };
  Draft.all = function () { return Array.from(sheets.querySelectorAll('[data-block]')); };
  Draft.know = function (block, text) { known.set(block, Draft.clean(text)); };
  Draft.known = function (block) { return known.get(block); };
  Draft.dirty = function (block) { return Draft.clean(Draft.area(block).value) !== known.get(block); };
  Draft.isNew = function (block) { return block.hasAttribute('data-new'); };

  Draft.etag = function () { return sheets.querySelector('.bar').getAttribute('data-etag'); };

  /* The block whose own text a field is; not that of a form for a new one. */
  Draft.owner = function (field) {
    const block = field.closest && field.closest('[data-block]');
    return block && Draft.area(block) === field ? block : null;
  };

  /* Text boxes as high as their text, all measured in one go. */
  Draft.fit = function (areas) {
    const top = window.scrollY;
    areas.forEach(function (one) { one.rows = 1; one.style.height = 'auto'; });
    const heights = areas.map(function (one) { return one.scrollHeight; });
    areas.forEach(function (one, n) { if (heights[n]) { one.style.height = heights[n] + 'px'; } });
    if (window.scrollY !== top) { window.scrollTo(window.scrollX, top); }
  };
}());
