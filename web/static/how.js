/* What opens over the page from its own button: how to write, keeping a question, how excerpts are wanted. Esc, a
   click elsewhere or opening another closes it. Without this file its own button does. */
(function () {
  'use strict';
  const POPS = 'details.how, details.keep, details.taking, details.more-acts';

  function opened() { return Array.from(document.querySelectorAll(POPS)).filter(function (one) { return one.open; }); }

  function closeBut(kept) {
    opened().forEach(function (one) { if (!one.contains(kept)) { one.open = false; } });
  }

  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape' || event.isComposing) { return; }
    opened().forEach(function (one) {
      const inside = one.contains(event.target);
      one.open = false;
      if (inside) { one.querySelector('summary').focus(); }
    });
  });
  document.addEventListener('click', function (event) { closeBut(event.target); });
  document.addEventListener('toggle', function (event) {
    if (event.target.open && event.target.matches(POPS)) { closeBut(event.target); }
  }, true);
  /* Typing a question needs the room. */
  document.addEventListener('input', function (event) { if (event.target.id === 'q') { closeBut(null); } });
}());
