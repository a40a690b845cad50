/* The keys of the draft page where nothing is being typed: from block to block, and a new one. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const paper = document.querySelector('[data-draft]');
  if (!paper) { return; }
  let last = '';

  function areas() { return Array.from(paper.querySelectorAll('.block > form textarea')); }
  function at() { return areas().findIndex(function (one) { return one.closest('.block').id === last; }); }

  function write(area) {
    if (!area) { return; }
    area.focus();
    area.closest('.block').scrollIntoView({ block: 'nearest' });
  }

  function step(by) {
    const all = areas();
    write(all[last ? Math.min(all.length - 1, Math.max(0, at() + by)) : 0]);
  }

  /* After the block one was in, else at the end. */
  function add() {
    const all = paper.querySelectorAll('.insert');
    const block = last && document.getElementById(last);
    const place = block && block.querySelector('.insert') || all[all.length - 1];
    if (!place) { return; }
    place.open = true;
    place.querySelector('textarea').focus();
  }

  Yanku.own = { j: function () { step(1); }, k: function () { step(-1); }, a: add };

  paper.addEventListener('focusin', function (event) {
    const block = event.target.closest('.block');
    if (block) { last = block.id; }
  });

  /* What has been written in it: Ctrl+Enter puts it in, Alt+Enter as a heading, Esc closes it. */
  paper.addEventListener('keydown', function (event) {
    const place = event.target.closest('.insert');
    if (!place || event.isComposing || event.keyCode === 229) { return; }
    if (event.key === 'Escape') { place.open = false; return; }
    if (event.key !== 'Enter' || !(event.ctrlKey || event.altKey)) { return; }
    event.preventDefault();
    event.stopPropagation();
    place.querySelector('button[value=' + (event.altKey ? 'heading' : 'paste') + ']').click();
  });
}());
