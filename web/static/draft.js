/* The sheet by keyboard: moving, parting, joining, undoing, pasting; and where it all begins. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const Draft = Yanku.draft;
  if (!Draft) { return; }
  const paper = Draft.paper;

  /* Keys in a text */
  paper.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    const area = event.target;
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && event.key.toLowerCase() === 's') { event.preventDefault(); Draft.flush(); return; }
    if (area.id === 'draft-title' && event.key === 'Enter') {
      event.preventDefault();
      const first = Draft.all()[0];
      if (first) { Draft.area(first).focus(); } else { Draft.below(null); }
      return;
    }
    const block = Draft.owner(area);
    if (!block) { return; }
    const level = Number(block.getAttribute('data-level'));
    if (ctrl && (event.key.toLowerCase() === 'z' || event.key.toLowerCase() === 'y')) {
      Draft.step(event.key.toLowerCase() === 'z' && !event.shiftKey ? 'undo' : 'redo');
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      Draft.shift(block, { op: event.key === 'ArrowUp' ? 'up' : 'down' });
    } else if (event.altKey && level && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      const to = level + (event.key === 'ArrowLeft' ? -1 : 1);
      if (to >= 1 && to <= 4) { Draft.shift(block, { op: 'level', level: String(to) }); }
    } else if (event.key === 'Enter' && level) {
      Draft.below(block);
    } else if (event.key === 'Enter' && ctrl) {
      Draft.part(block);
    } else if (event.key === 'Backspace' && !area.value) {
      Draft.remove(block);
    } else if (!(event.key === 'Backspace' && area.selectionEnd === 0 && !level && Draft.join(block))) {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener('keydown', function (event) {
    const key = event.key.toLowerCase();
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || !(event.ctrlKey || event.metaKey) || event.altKey) { return; }
    if (key === 'z' || key === 'y') {
      event.preventDefault();
      Draft.step(key === 'z' && !event.shiftKey ? 'undo' : 'redo');
    }
  });

  /* Several lines into an empty block or a heading: each a block of its own, numbered ones as headings. */
  paper.addEventListener('paste', function (event) {
    const block = Draft.owner(event.target);
    const text = event.clipboardData ? event.clipboardData.getData('text/plain') : '';
    if (!block || Draft.clean(text).split('\n').length < 2) { return; }
    const own = block.classList.contains('text') && !event.target.value.trim();
    if (!own && !(Number(block.getAttribute('data-level')) > 0)) { return; }
    event.preventDefault();
    Draft.deed(function () {
      const fields = { op: 'paste', after: block.id, text: text };
      if (own) { fields.into = block.id; }
      return fields;
    }, function (answer) { if (answer.block) { Draft.show(answer.block, true); } });
  });

  let width = window.innerWidth;
  window.addEventListener('resize', function () {
    if (window.innerWidth === width) { return; }
    width = window.innerWidth;
    Draft.fit(Array.from(paper.querySelectorAll('textarea')));
  });

  Draft.begin();
  Draft.recover();
  if (window.location.hash) { Draft.show(window.location.hash.slice(1)); }
}());
