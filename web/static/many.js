/* Many at once: how many are ticked, all of the page, and a sign that the work is being done. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const many = document.querySelector('[data-many]');

  function boxes() { return Array.from(document.querySelectorAll('input[form=many][name=place]')); }

  function count() {
    const ticked = boxes().filter(function (one) { return one.checked; });
    boxes().forEach(function (one) { one.closest('.hit').toggleAttribute('data-ticked', one.checked); });
    many.querySelector('[data-picked]').textContent = '已选 ' + ticked.length + ' 处';
  }

  /* The space bar ticks the card the eye is on. */
  Yanku.tick = function (stop) {
    const box = stop && stop.querySelector('input[name=place]');
    if (!box) { return false; }
    box.checked = !box.checked;
    count();
    Yanku.say(box.checked ? '已选' : '不选');
    return true;
  };

  if (many) {
    document.addEventListener('change', function (event) { if (event.target.name === 'place') { count(); } });
    many.querySelectorAll('[data-all]').forEach(function (link) {
      link.addEventListener('click', function (event) {
        event.preventDefault();
        const every = boxes().every(function (one) { return one.checked; });
        boxes().forEach(function (one) { one.checked = !every; });
        count();
      });
    });
    count();
  }

  /* Hundreds of files take a while to write: it says so, and a second click does nothing. */
  document.querySelectorAll('form[data-many], form.sure').forEach(function (one) {
    one.addEventListener('submit', function (event) {
      if (one.hasAttribute('aria-busy')) { event.preventDefault(); return; }
      one.setAttribute('aria-busy', 'true');
      Yanku.toast('正在写……', false);
    });
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[aria-busy]').forEach(function (one) { one.removeAttribute('aria-busy'); });
  });
}());
