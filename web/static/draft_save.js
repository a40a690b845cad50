/* What is typed on a draft is saved by itself and never lost: not to an answer that comes late, not to a server that
   is away, not to another window. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const Draft = Yanku.draft;
  if (!Draft) { return; }
  const WAIT = 700;
  const LATEST = 5000;
  const timers = new Map();
  const since = new Map();

  Draft.pending = function () { return Draft.all().some(Draft.dirty) || Draft.factsChanged(); };

  /* Blocks */

  Draft.later = function (block) {
    window.clearTimeout(timers.get(block));
    if (!since.has(block)) { since.set(block, Date.now()); }
    const wait = Math.max(0, Math.min(WAIT, since.get(block) + LATEST - Date.now()));
    timers.set(block, window.setTimeout(function () {
      if (Draft.composing()) { since.delete(block); Draft.later(block); } else { Draft.save(block); }
    }, wait));
    Draft.tell();
  };

  Draft.save = function (block) {
    window.clearTimeout(timers.get(block));
    timers.delete(block);
    since.delete(block);
    const text = Draft.area(block).value;
    return Draft.queue(function () { return put(block, text); });
  };

  Draft.flush = function () {
    Draft.all().filter(Draft.dirty).forEach(Draft.save);
    if (Draft.factsChanged()) { Draft.saveFacts(); }
    return Draft.settled();
  };

  function put(block, text) {
    if (!document.contains(block) || Draft.clashes.has(block)) { return null; }
    if (Draft.isNew(block)) { return sow(block); }
    if (Draft.clean(text) === Draft.known(block)) { return null; }
    const seen = block.getAttribute('data-seen');
    return Draft.send({ op: 'text', block: block.id, text: text, seen: seen }).then(function (answer) {
      accepted(block, text, answer);
    }, function (error) {
      const clash = error.answer && error.answer.clash;
      if (!clash) { throw error; }
      if (clash.theirs === null) { Draft.uproot(block); return sow(block); }
      Draft.choose(block, clash);
      Draft.renew(error.answer);
      return null;
    });
  }

  /* A new block, put behind the one it stands behind; at the end when that has gone. */
  function sow(block) {
    const text = Draft.area(block).value;
    let before = block.previousElementSibling;
    while (before && Draft.isNew(before)) { before = before.previousElementSibling; }
    const fields = { op: 'paragraph', text: text };
    if (before) { fields.after = before.id; } else { fields.first = '1'; }
    return Draft.send(fields).catch(function (error) {
      if (error.status !== 404 || !before) { throw error; }
      return Draft.send({ op: 'paragraph', text: text });
    }).then(function (answer) {
      Draft.forget(block);
      Draft.name(block, answer.block);
      accepted(block, text, answer);
    });
  }

  function accepted(block, text, answer) {
    Draft.know(block, text);
    if (answer.seen) { block.setAttribute('data-seen', answer.seen); }
    Draft.renew(answer, { sent: block });
    if (!document.contains(block)) { return; }
    if (Draft.dirty(block)) { Draft.later(block); } else { Draft.forget(block); }
  }

  /* A block that another window has removed, with words of this one: it becomes a new one. */
  Draft.uproot = function (block) {
    Draft.forget(block);
    block.setAttribute('data-new', '');
    Draft.know(block, '');
    Yanku.toast('这一段在别的窗口里删去了；您写的另放成一段', false);
  };

  /* A new block has got its name. */
  Draft.name = function (block, id) {
    block.removeAttribute('data-new');
    block.id = id;
    block.setAttribute('data-block', id);
    block.querySelector('[name=block]').value = id;
    Draft.area(block).id = 'text-' + id;
    block.querySelector('label').htmlFor = 'text-' + id;
    block.querySelector('.insert [name=after]').value = id;
  };

  Draft.sheets.addEventListener('input', function (event) {
    if (event.target.tagName !== 'TEXTAREA') { return; }
    Draft.fit([event.target]);
    const block = Draft.owner(event.target);
    if (block) { Draft.keep(block); Draft.later(block); }
  });

  /* Leaving: saved first, asked only when that does not work. */
  document.addEventListener('click', function (event) {
    const link = event.target.closest('a[href]');
    if (!link || link.target || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    if (link.getAttribute('href').charAt(0) === '#' || Draft.idle() && !Draft.pending()) { return; }
    event.preventDefault();
    Draft.flush().then(function () { window.location.href = link.href; });
  });
  /* A new block that is being written and has not been put in. */
  function halfDone() {
    return Array.from(Draft.sheets.querySelectorAll('.insert textarea')).some(function (one) { return one.value.trim(); });
  }

  window.addEventListener('beforeunload', function (event) {
    Draft.flush();
    if (halfDone() || (Draft.troubled() || Draft.clashes.size) && Draft.pending()) { event.preventDefault(); event.returnValue = ''; }
  });
  window.addEventListener('pagehide', function () {
    Draft.all().filter(Draft.dirty).forEach(function (block) {
      if (Draft.isNew(block) || Draft.clashes.has(block)) { return; }
      const sent = { op: 'text', block: block.id, text: Draft.area(block).value, seen: block.getAttribute('data-seen') };
      window.fetch(Draft.address + '/do', { method: 'POST', body: Draft.body(sent), credentials: 'same-origin', keepalive: true })
        .catch(function () { /* it is kept by the browser */ });
    });
  });

  /* Coming back to this window: what was done in another is shown. */
  Draft.look = function () {
    if (!Draft.idle() || document.hidden) { return; }
    Draft.quietly(function () {
      return Draft.send({ op: 'facts' }).then(function (answer) {
        Draft.renew(answer);
        if (Draft.pending()) { Draft.flush(); }
      });
    });
  };
  window.addEventListener('focus', Draft.look);
  window.addEventListener('online', Draft.again);
  window.addEventListener('pageshow', function (event) { if (event.persisted) { Draft.look(); } });
  document.addEventListener('visibilitychange', function () { if (document.hidden) { Draft.flush(); } else { Draft.look(); } });
}());
