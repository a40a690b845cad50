/* How to write, beside the box: Esc, a click elsewhere or typing closes it. Without this file its own button does. */
(function () {
  'use strict';
  const how = document.querySelector('.how');
  if (!how) { return; }
  const opener = how.querySelector('summary');

  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape' || event.isComposing || !how.open) { return; }
    const inside = how.contains(event.target);
    how.open = false;
    if (inside) { opener.focus(); }
  });
  document.addEventListener('click', function (event) {
    if (!how.contains(event.target)) { how.open = false; }
  });
  document.addEventListener('input', function () { how.open = false; });
}());
