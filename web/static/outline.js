/* Marks in the contents the section that is being read, and keeps it in sight. */
(function () {
  'use strict';
  const links = Array.from(document.querySelectorAll('.outline a'));
  const heads = links.map(function (link) { return document.getElementById(link.hash.slice(1)); });
  const list = document.querySelector('.outline');
  let waiting = false;
  let marked = null;

  function mark() {
    waiting = false;
    let here = null;
    const line = window.innerHeight * 0.3;
    heads.forEach(function (head, index) {
      if (head.getBoundingClientRect().top < line) { here = links[index]; }
    });
    if (here === marked) { return; }
    if (marked) { marked.removeAttribute('aria-current'); }
    marked = here;
    if (!here) { return; }
    here.setAttribute('aria-current', 'true');
    if (here.offsetTop < list.scrollTop || here.offsetTop + here.offsetHeight > list.scrollTop + list.clientHeight) {
      list.scrollTop = here.offsetTop - list.clientHeight / 2;
    }
  }

  if (!links.length) { return; }
  window.addEventListener('scroll', function () {
    if (!waiting) { waiting = true; window.requestAnimationFrame(mark); }
  }, { passive: true });
  mark();
}());
