/* Turning over while one looks through a theme: what was taken out moves the rest up, so the page is shown again,
   from the first that one has not seen; turning to the next would pass over as many as were taken out. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const KEPT = 'yanku-seen';
  const here = window.location.pathname + window.location.search;

  function keyOf(card) { return card.getAttribute('data-key'); }
  function cards() { return Array.from(document.querySelectorAll('.results[data-theme] .hit[data-key]')); }
  function stays(card) { return !card.hasAttribute('data-off'); }

  /* Nothing is kept where the browser forbids it; then one sees some cards twice. */
  function keep(seen) {
    try { window.sessionStorage.setItem(KEPT, JSON.stringify({ at: here, seen: seen })); } catch (error) { return; }
  }

  function kept() {
    try {
      const found = JSON.parse(window.sessionStorage.getItem(KEPT));
      window.sessionStorage.removeItem(KEPT);
      return found && found.at === here ? found.seen : [];
    } catch (error) {
      return [];
    }
  }

  Yanku.turn = function (link) {
    Yanku.leave(function () {
      const all = cards();
      if (link.rel !== 'next' || all.every(stays)) { window.location.href = link.href; return; }
      keep(all.filter(stays).map(keyOf));
      window.location.href = here;
    });
  };

  /* The first that has moved up; nothing when the page is a new one. */
  const seen = kept();
  Yanku.begin = seen.length ? cards().find(function (card) { return seen.indexOf(keyOf(card)) < 0; }) : null;

  document.addEventListener('click', function (event) {
    const link = event.target.closest && event.target.closest('a[rel=next]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    Yanku.turn(link);
  });
}());
