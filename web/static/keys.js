/* The keyboard: / j k c Enter o n p t y x u m space ? Esc. Nothing fires while someone types, while an input method
   composes, or together with Ctrl, Alt or Meta. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const box = document.getElementById('q');
  const help = document.getElementById('keys');

  function stops() { return Array.from(document.querySelectorAll('[data-stop]')); }
  function current() { return document.querySelector('[data-stop][aria-current]'); }

  function select(stop) {
    const before = current();
    if (before === stop) { return; }
    Yanku.again();
    if (before) { before.removeAttribute('aria-current'); }
    if (stop) { stop.setAttribute('aria-current', 'true'); }
  }

  function goTo(stop) {
    if (!stop) { return; }
    select(stop);
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: stop.offsetHeight > window.innerHeight * 0.6 ? 'start' : 'nearest' });
  }

  Yanku.goTo = function (stop) { Yanku.again(); goTo(stop); };

  /* The first stop that is not above the window, for a reader who has scrolled. */
  function firstSeen(all) {
    return all.find(function (stop) { return stop.getBoundingClientRect().top > 60; }) || all[0];
  }

  function step(by) {
    const all = stops();
    const here = all.indexOf(current());
    if (here < 0) { goTo(firstSeen(all)); } else { goTo(all[Math.min(all.length - 1, Math.max(0, here + by))]); }
  }

  function press(selector) {
    const stop = current() || stops()[0];
    const button = stop && stop.querySelector(selector);
    if (button && button.hasAttribute('data-copy') && Yanku.copySelection(button.getAttribute('data-copy'))) { return; }
    if (!button) { return; }
    select(stop);
    if (button.hasAttribute('data-copy')) { Yanku.copy(button); } else { Yanku.peek(button); }
  }

  /* The themes of the hit the eye is on. */
  function panel() {
    const stop = current() || stops()[0];
    const link = stop && stop.querySelector('[data-panel]');
    if (link) { select(stop); Yanku.panel(link); }
  }

  function decide(word) {
    const stop = current() || stops()[0];
    const all = stops();
    if (Yanku.decide(stop, word)) { goTo(all[Math.min(all.length - 1, all.indexOf(stop) + 1)]); }
  }

  /* Not before everything that was decided has been written. */
  function follow(link) { if (link) { Yanku.turn(link); } }

  function tick() { return Yanku.tick(current() || stops()[0]); }

  function toggleHelp() {
    if (typeof help.showModal !== 'function') { window.location.href = '/help#keyboard'; return; }
    if (help.open) { help.close(); } else { help.showModal(); }
  }

  const keys = {
    '/': function () { if (box) { box.focus(); box.select(); } else { window.location.href = '/'; } },
    j: function () { step(1); },
    k: function () { step(-1); },
    c: function () { press('[data-copy=plain]'); },
    C: function () { press('[data-copy=source]'); },
    Enter: function () { press('[data-peek]'); },
    o: function () { const stop = current(); follow(stop && stop.querySelector('[data-peek]')); },
    n: function () { follow(document.querySelector('a[rel=next]')); },
    p: function () { follow(document.querySelector('a[rel=prev]')); },
    t: panel,
    b: function () { const stop = current() || stops()[0]; if (stop) { select(stop); } Yanku.take(stop); },
    d: function () { Yanku.pane(); },
    y: function () { decide('yes'); },
    x: function () { decide('no'); },
    u: function () { Yanku.undo(); },
    m: function () { follow(document.querySelector('a[data-tick-mode], .many .leave')); },
    '?': toggleHelp
  };

  function typing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function escape(target) {
    if (target === box) { box.blur(); }
    if (target.closest && target.closest('.tag')) { target.blur(); }
    document.documentElement.setAttribute('data-hush', '');
  }

  document.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    const target = event.target;
    if (event.key === 'Escape') { escape(target); return; }
    if (typing(target) && target.type !== 'checkbox') { return; }
    if (help.open && event.key !== '?') { return; }
    if (document.querySelector('dialog[open]:not(#keys)') && event.key.toLowerCase() !== 'u') { return; }
    /* Enter belongs to whatever link or button has the focus. */
    if ((event.key === 'Enter' || event.key === ' ') && target.closest('a, button, summary, input')) { return; }
    if (event.key === ' ') { if (tick()) { event.preventDefault(); } return; }
    const act = keys[event.key] || (event.shiftKey ? null : keys[event.key.toLowerCase()]);
    if (!act) { return; }
    event.preventDefault();
    act();
  });

  /* What is clicked or tabbed into is selected, so that C copies what the eye is on. */
  document.addEventListener('focusin', function (event) {
    document.documentElement.removeAttribute('data-hush');
    const stop = event.target.closest && event.target.closest('[data-stop]');
    if (stop) { select(stop); }
  });
  document.addEventListener('mouseover', function (event) {
    if (!event.target.closest('.tag')) { document.documentElement.removeAttribute('data-hush'); }
  });

  /* What the address names, when it can be read at all. */
  function named() {
    try {
      const element = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
      return element && element.closest('[data-stop]');
    } catch (error) {
      return null;
    }
  }

  /* Coming back from a speech, or arriving at a place in one: start from there. */
  const start = named() || document.querySelector('.hit');
  if (Yanku.begin) { goTo(Yanku.begin); } else if (start) { select(start); }
}());
