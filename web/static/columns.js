/* Three columns: what was found, the speech it stands in, the draft. The keys of passages mean the column one is in;
   1 2 3 go from one to another. The draft has a tab at the edge of the window for those who use the mouse. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const main = document.getElementById('main');
  const pane = document.getElementById('pane');
  const reader = document.getElementById('reader');
  const tab = document.getElementById('pane-tab');
  let here = main;

  function shown(column) { return Boolean(column) && !column.hidden; }

  /* The column that the keys mean. */
  Yanku.column = function () { return shown(here) ? here : main; };
  Yanku.inReader = function () { return shown(reader) && Yanku.column() === reader; };

  function lines() { return Array.from(pane.querySelectorAll('a, button')); }

  /* In the draft J and K go from line to line. */
  Yanku.stepInPane = function (by) {
    if (Yanku.column() !== pane) { return false; }
    const all = lines();
    const at = all.indexOf(document.activeElement);
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
    if (next) { next.focus(); }
    return true;
  };

  function toMain() {
    here = main;
    const stop = main.querySelector('[data-stop][aria-current]');
    if (stop) { stop.focus({ preventScroll: true }); } else { main.focus({ preventScroll: true }); }
  }

  /* The line where one takes to, or the first. */
  function toPane() {
    if (!pane) { return; }
    if (pane.hidden) { Yanku.pane(); }
    here = pane;
    Promise.resolve(Yanku.paneReady).then(function () {
      const at = pane.querySelector('[aria-current] button') || lines()[0];
      if (at && here === pane) { at.focus(); }
    });
  }

  Yanku.toColumn = function (number) {
    if (number === 1) { toMain(); }
    if (number === 2 && shown(reader)) { here = reader; Yanku.reading.focus(); }
    if (number === 3) { toPane(); }
  };

  /* Esc: out of the draft first, then the speech is put away. Whether there was anything to leave. */
  Yanku.back = function () {
    if (Yanku.column() === pane) { toMain(); return true; }
    if (shown(reader)) { Yanku.reading.close(); return true; }
    return false;
  };

  document.addEventListener('focusin', function (event) {
    here = [reader, pane].find(function (one) { return one && one.contains(event.target); }) || main;
  });

  if (!pane) { return; }
  /* Where it will go, chosen by key: back to what one was looking at. */
  pane.addEventListener('click', function (event) {
    const chosen = event.target.closest('[data-under]');
    if (chosen && event.detail === 0) { toMain(); }
    if (event.target.closest('[data-shut]')) { Yanku.pane(); toMain(); }
  });

  if (!tab) { return; }
  tab.hidden = false;
  tab.addEventListener('click', function () { Yanku.pane(); });
  function told() { tab.setAttribute('aria-expanded', String(!pane.hidden)); }
  new MutationObserver(told).observe(pane, { attributes: true, attributeFilter: ['hidden'] });
  told();
}());
