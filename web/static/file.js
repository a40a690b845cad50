/* The choice of a file in our own words: browsers speak the language of their maker. Without it, theirs is there. */
(function () {
  'use strict';
  document.querySelectorAll('[data-file]').forEach(function (label) {
    const input = label.querySelector('input');
    const name = document.createElement('span');
    label.firstChild.textContent = '选文件';
    label.classList.add('plain');
    input.classList.add('unseen');
    name.className = 'faint';
    name.textContent = '没有选';
    label.parentNode.insertBefore(name, label.nextSibling);
    input.addEventListener('change', function () {
      name.textContent = input.files.length ? input.files[0].name : '没有选';
    });
  });
}());
