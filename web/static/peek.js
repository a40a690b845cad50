/* 看原文: opens a hit in place, between what stands before and after it. Without this script the link
   leads to the reading page, from which the surroundings are taken. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const BEFORE = 1;
  const AFTER = 1;

  function blockOf(page, place) {
    const found = Array.from(page.querySelectorAll('.speech [data-place]')).find(function (element) {
      return element.getAttribute('data-place') === place;
    });
    return found ? found.closest('.speech > *') : null;
  }

  /* The paragraphs on one side, nearest first, and the headings on the way to them. */
  function side(block, direction, wanted) {
    const blocks = [];
    let left = wanted;
    for (let one = block[direction]; left > 0 && one && !one.classList.contains('head'); one = one[direction]) {
      blocks.push(one);
      if (!one.classList.contains('heading')) { left -= 1; }
    }
    return blocks;
  }

  function around(block) {
    const before = side(block, 'previousElementSibling', BEFORE).reverse();
    return before.concat([block], side(block, 'nextElementSibling', AFTER));
  }

  /* What it is and where it comes from stays, so that what is selected in it can be taken. */
  function plain(block) {
    const copy = document.importNode(block, true);
    copy.querySelectorAll('.do, .side, .copies, .add').forEach(function (element) { element.remove(); });
    [copy].concat(Array.from(copy.querySelectorAll('*'))).forEach(function (element) {
      ['id', 'tabindex', 'data-stop', 'data-place'].forEach(function (name) {
        element.removeAttribute(name);
      });
    });
    return copy;
  }

  function view(page, card, link) {
    const place = card.getAttribute('data-place');
    const block = blockOf(page, place);
    if (!block) { throw new Error('place'); }
    page.querySelectorAll('.speech [data-place]').forEach(function (one) {
      if (one.getAttribute('data-place') === place) { one.classList.add('sought'); }
    });
    const box = document.createElement('div');
    box.className = 'peek';
    around(block).forEach(function (one) {
      const copy = plain(one);
      copy.classList.toggle('beside', one !== block);
      box.appendChild(copy);
    });
    const more = document.createElement('a');
    more.className = 'more';
    more.href = link.href;
    more.textContent = '在全文里读 →';
    box.appendChild(more);
    return box;
  }

  /* What was sought stands in the upper third of the box, and the box in the window. */
  function bringUp(box, card) {
    const sought = box.querySelector('.sought') || box;
    const offset = sought.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop = Math.max(0, offset - box.clientHeight / 4);
    card.scrollIntoView({ block: 'nearest' });
  }

  function close(card, link) {
    card.querySelector('.peek').remove();
    card.querySelector('.snippet').hidden = false;
    link.querySelector('span').textContent = '看原文';
    link.setAttribute('aria-expanded', 'false');
  }

  function open(card, link) {
    link.setAttribute('aria-busy', 'true');
    return window.fetch(link.href, { credentials: 'same-origin' }).then(function (response) {
      if (!response.ok) { throw new Error(String(response.status)); }
      return response.text();
    }).then(function (html) {
      const snippet = card.querySelector('.snippet');
      const page = new DOMParser().parseFromString(html, 'text/html');
      const box = card.insertBefore(view(page, card, link), snippet);
      snippet.hidden = true;
      bringUp(box, card);
      link.querySelector('span').textContent = '收起';
      link.setAttribute('aria-expanded', 'true');
      link.removeAttribute('aria-busy');
    }).catch(function () {
      window.location.href = link.href;
    });
  }

  Yanku.peek = function (link) {
    const card = link.closest('[data-stop]');
    if (link.hasAttribute('aria-busy')) { return; }
    if (Yanku.reading.wanted()) { Yanku.reading.open(link); return; }
    if (card.querySelector('.peek')) { close(card, link); } else { open(card, link); }
  };

  document.addEventListener('click', function (event) {
    const link = event.target.closest('[data-peek]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    Yanku.peek(link);
  });
  document.querySelectorAll('[data-peek]').forEach(function (link) {
    link.setAttribute('aria-expanded', 'false');
  });
}());
