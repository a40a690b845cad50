/* On a phone: 检索, 原文, 文稿 under the thumb. Each leads back to where one was in it; they are pages like all
   others, so that nothing is lost when the phone throws one away. */
(function () {
  'use strict';
  const bar = document.getElementById('tabs');
  const KEY = 'yanku-tab-';
  const GO = 'yanku-tab-go';
  const kind = document.body.getAttribute('data-tab');

  function read(key) {
    try { return JSON.parse(window.sessionStorage.getItem(key)); } catch (error) { return null; }
  }

  /* Where the browser keeps nothing, the tabs lead to the beginning of each. */
  function write(key, value) {
    try { window.sessionStorage.setItem(key, JSON.stringify(value)); } catch (error) { return; }
  }

  function address() { return window.location.pathname + window.location.search; }

  function keep() {
    if (kind) { write(KEY + kind, { at: address(), y: window.scrollY }); }
  }

  /* Coming by a tab, not by a link: there, and as far down as one was. */
  function resume() {
    const wanted = read(GO);
    write(GO, null);
    const place = kind && wanted === kind && read(KEY + kind);
    if (place && place.at === address()) { window.scrollTo(0, place.y); }
  }

  /* Where one was, as long as that is below `under`. */
  function go(name, under, fallback) {
    const place = read(KEY + name);
    write(GO, name);
    window.location.href = place && place.at.indexOf(under) === 0 ? place.at : fallback;
  }

  /* The draft may have become another one since. */
  function toDraft() {
    window.fetch('/draft/pane.json', { credentials: 'same-origin' }).then(function (response) {
      return response.json();
    }).then(function (now) {
      const one = '/draft/' + encodeURIComponent(now.draft);
      if (now.draft) { go('draft', one, one); } else { window.location.href = '/drafts'; }
    }).catch(function () { window.location.href = '/drafts'; });
  }
  (window.Yanku = window.Yanku || {}).toDraft = toDraft;

  if (!bar) { return; }
  bar.hidden = false;
  document.body.classList.add('tabbed');
  window.addEventListener('pagehide', keep);
  window.addEventListener('load', resume);
  bar.addEventListener('click', function (event) {
    const link = event.target.closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    const name = link.getAttribute('data-to');
    if (name === kind) { window.scrollTo(0, 0); return; }
    keep();
    if (name === 'draft') { toDraft(); } else { go(name, '/', name === 'search' ? '/' : '/speeches'); }
  });
}());
