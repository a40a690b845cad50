/* Back from a speech by the browser's own button: the line one left from is the current one again, so that C copies
   what the eye is on and not the first. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const KEPT = 'yanku-left ' + window.location.pathname + window.location.search;

  function stops() { return Array.from(document.querySelectorAll('#main [data-stop]')); }

  /* Nothing is kept where the browser forbids it; then one starts from the first. */
  window.addEventListener('pagehide', function () {
    const at = stops().findIndex(function (stop) { return stop.hasAttribute('aria-current'); });
    try { window.sessionStorage.setItem(KEPT, String(at)); } catch (error) { return; }
  });

  function left() {
    try { return stops()[Number(window.sessionStorage.getItem(KEPT) || -1)]; } catch (error) { return undefined; }
  }

  const how = window.performance.getEntriesByType('navigation')[0];
  if (how && how.type === 'back_forward' && left()) { Yanku.goTo(left()); }
}());
