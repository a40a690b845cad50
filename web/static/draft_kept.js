/* What is typed is kept by the browser until the server has it: a page that dies takes nothing along. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const Draft = Yanku.draft;
  if (!Draft) { return; }
  const KEPT = 'yanku-draft:' + Draft.paper.getAttribute('data-draft') + ':';

  function slot(block) {
    if (Draft.isNew(block) && !block.hasAttribute('data-slot')) {
      block.setAttribute('data-slot', 'new' + Date.now() + Math.random().toString(36).slice(2));
    }
    return KEPT + (Draft.isNew(block) ? block.getAttribute('data-slot') : block.id);
  }

  Draft.keep = function (block) {
    const before = block.previousElementSibling;
    const what = { text: Draft.area(block).value, seen: block.getAttribute('data-seen'), after: before ? before.id : '' };
    try { window.localStorage.setItem(slot(block), JSON.stringify(what)); } catch (error) { /* a private window */ }
  };

  Draft.forget = function (block) {
    try { window.localStorage.removeItem(slot(block)); } catch (error) { /* a private window */ }
  };

  function keptOf(name) {
    try { return JSON.parse(window.localStorage.getItem(KEPT + name)); } catch (error) { return null; }
  }

  /* What was left unsaved when this draft was last open here. */
  Draft.recover = function () {
    let names = [];
    try { names = Object.keys(window.localStorage); } catch (error) { names = []; }
    names.filter(function (name) { return name.indexOf(KEPT) === 0; }).forEach(function (name) {
      const what = keptOf(name.slice(KEPT.length));
      let block = document.getElementById(name.slice(KEPT.length));
      window.localStorage.removeItem(name);
      if (!what || !Draft.clean(what.text)) { return; }
      if (block && Draft.clean(what.text) === Draft.known(block)) { return; }
      if (block) { block.setAttribute('data-seen', what.seen); } else { block = Draft.sprout(document.getElementById(what.after)); }
      Draft.area(block).value = what.text;
      Draft.fit([Draft.area(block)]);
      Draft.keep(block);
      Draft.save(block);
      Yanku.toast('找回了上次没有存上的字', false);
    });
  };
}());
