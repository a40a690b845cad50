/* The keyboard. What each key does is listed for people in web/keyboard.py. Nothing fires while someone types, while
   an input method composes, or together with Ctrl, Alt or Meta. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const box = document.getElementById('q');
  const help = document.getElementById('keys');

  function stops() { return Array.from(Yanku.column().querySelectorAll('[data-stop]')); }
  function current() { return Yanku.column().querySelector('[data-stop][aria-current]'); }
  function here() { return current() || stops()[0]; }

  function select(stop) {
    const before = stop && stop.closest('#reader, #main').querySelector('[data-stop][aria-current]');
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
    if (Yanku.stepInPane(by)) { return; }
    const all = stops();
    const at = all.indexOf(current());
    goTo(at < 0 ? firstSeen(all) : all[Math.min(all.length - 1, Math.max(0, at + by))]);
    if (!Yanku.inReader()) { Yanku.reading.follow(current()); }
  }

  function press(selector) {
    const stop = here();
    const button = stop && stop.querySelector(selector);
    if (button && Yanku.copySelection(button.getAttribute('data-copy'))) { return; }
    if (!button) { return; }
    select(stop);
    Yanku.copy(button);
  }

  function look() {
    if (Yanku.inReader()) { Yanku.reading.close(); return; }
    const stop = here();
    const button = stop && stop.querySelector('[data-peek]');
    if (button) { select(stop); Yanku.peek(button); } else { whole(); }
  }

  /* The speech that the hit stands in, or the one that is open beside the hits. */
  function whole() {
    const stop = current();
    follow(stop && stop.querySelector('[data-peek], [data-open]')
      || Yanku.inReader() && Yanku.column().querySelector('[data-open]'));
  }

  /* The themes of the hit the eye is on. */
  function panel() {
    const stop = here();
    const link = stop && stop.querySelector('[data-panel]');
    if (link) { select(stop); Yanku.panel(link); }
  }

  function take() {
    const stop = here();
    if (stop) { select(stop); Yanku.take(stop); }
  }

  function decide(word) {
    const stop = here();
    const all = stops();
    if (Yanku.decide(stop, word)) { goTo(all[Math.min(all.length - 1, all.indexOf(stop) + 1)]); }
  }

  /* Not before everything that was decided has been written. */
  function follow(link) { if (link) { Yanku.turn(link); } }

  function turn(rel) {
    if (Yanku.inReader()) { Yanku.reading.hop(rel); } else { follow(document.querySelector('a[rel=' + rel + ']')); }
  }

  function tick() {
    const offered = here() && here().querySelector('input[name^=place-]');
    if (!offered) { return Yanku.tick(here()); }
    offered.click();
    return true;
  }

  /* The button of the form one is in, without looking for it. */
  function send(target) {
    const form = target.closest && target.closest('form[data-send]');
    if (form) { form.querySelector('button').click(); }
    return Boolean(form);
  }

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
    Enter: look,
    o: whole,
    n: function () { turn('next'); },
    p: function () { turn('prev'); },
    t: panel,
    b: take,
    d: function () { Yanku.pane(); },
    e: function () { Yanku.toDraft(); },
    1: function () { Yanku.toColumn(1); },
    2: function () { Yanku.toColumn(2); },
    3: function () { Yanku.toColumn(3); },
    y: function () { decide('yes'); },
    x: function () { decide('no'); },
    u: function () { Yanku.undo(); },
    m: function () { follow(document.querySelector('a[data-tick-mode], .many .leave')); },
    '?': toggleHelp
  };

  /* What a page names a key for goes before: on a draft U takes back what was done to it. */
  function own(key) {
    if (Yanku.own && Yanku.own[key]) { return Yanku.own[key]; }
    const found = /^[a-z]$/.test(key) && document.querySelector('[data-press=' + key + ']:not([disabled])');
    return found ? function () { found.focus(); found.click(); } : null;
  }

  function typing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function escape(target) {
    document.documentElement.setAttribute('data-hush', '');
    if (typing(target)) { target.blur(); return; }
    if (target.closest && target.closest('.tag')) { target.blur(); }
    if (!document.querySelector('dialog[open], .how[open], .keep[open], .taking[open], .more-acts[open]')) { Yanku.back(); }
  }

  /* Ctrl+Z where nothing is being typed; a draft has its own. */
  function undoing(event) {
    return (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === 'z'
      && !typing(event.target) && !document.querySelector('[data-draft]');
  }

  document.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    if (undoing(event)) { event.preventDefault(); Yanku.undo(); return; }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && send(event.target)) { event.preventDefault(); return; }
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    const target = event.target;
    if (event.key === 'Escape') { escape(target); return; }
    if (typing(target) && target.type !== 'checkbox') { return; }
    if (help.open && event.key !== '?') { return; }
    if (document.querySelector('dialog[open]:not(#keys)') && event.key.toLowerCase() !== 'u') { return; }
    /* Enter belongs to whatever link or button has the focus. */
    if ((event.key === 'Enter' || event.key === ' ') && target.closest('a, button, summary, input')) { return; }
    if (event.key === ' ') { if (tick()) { event.preventDefault(); } return; }
    const letter = event.shiftKey ? event.key : event.key.toLowerCase();
    const act = own(letter) || keys[event.key] || (event.shiftKey ? null : keys[letter]);
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
