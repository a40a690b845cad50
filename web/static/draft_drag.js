/* Blocks of a draft dragged by the grip; a heading takes along what stands under it. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const Draft = Yanku.draft;
  if (!Draft) { return; }
  const sheets = Draft.sheets;
  let dragged = null;

  sheets.addEventListener('dragstart', function (event) {
    if (!event.target.closest || !event.target.closest('.grip')) { return; }
    dragged = event.target.closest('[data-block]');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', Draft.area(dragged).value);
    event.dataTransfer.setDragImage(dragged, 20, 12);
    dragged.setAttribute('data-dragged', '');
  });
  sheets.addEventListener('dragover', function (event) {
    const over = dragged && event.target.closest('[data-block]');
    unmark();
    if (!over || over === dragged) { return; }
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over.setAttribute('data-drop', event.clientY < box.top + box.height / 2 ? 'before' : 'after');
  });
  sheets.addEventListener('drop', function (event) {
    const over = dragged && sheets.querySelector('[data-drop]');
    if (!over) { return; }
    event.preventDefault();
    const moved = dragged;
    const at = over.getAttribute('data-drop') === 'after' ? over : over.previousElementSibling;
    Draft.deed(function () {
      return { op: 'move', block: moved.id, after: at && !Draft.isNew(at) ? at.id : '', whole: '1' };
    }, function () { Draft.show(moved.id); });
  });
  sheets.addEventListener('dragend', function () {
    if (dragged) { dragged.removeAttribute('data-dragged'); }
    dragged = null;
    unmark();
  });
  function unmark() { sheets.querySelectorAll('[data-drop]').forEach(function (one) { one.removeAttribute('data-drop'); }); }
}());
