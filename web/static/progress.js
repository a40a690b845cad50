/* Keeps the page of a running import up to date: asks for the outcomes it has not shown yet. Without it the
   page loads itself again and again. */
(function () {
  'use strict';
  const EVERY = 700;
  const state = document.getElementById('state');
  const list = document.getElementById('outcomes');
  const address = state.getAttribute('data-going');

  function copy(page, selector) {
    const mine = state.querySelector(selector);
    const other = page.querySelector('#state ' + selector);
    if (mine && other) { mine.parentNode.replaceChild(document.importNode(other, true), mine); }
  }

  function show(page) {
    const now = page.getElementById('state');
    if (!now.hasAttribute('data-going')) {
      window.location.replace(address);
      return;
    }
    if (now.getAttribute('data-state') !== state.getAttribute('data-state')) {
      state.setAttribute('data-state', now.getAttribute('data-state'));
      window.Yanku.say(now.querySelector('.told').textContent.trim());
    }
    ['.told', 'progress', '.sum-up'].forEach(function (selector) { copy(page, selector); });
    const fresh = page.getElementById('outcomes');
    Array.from(fresh.children).forEach(function (one) { list.appendChild(document.importNode(one, true)); });
    list.setAttribute('data-count', fresh.getAttribute('data-count'));
    window.setTimeout(ask, EVERY);
  }

  function ask() {
    window.fetch(address + '?after=' + list.getAttribute('data-count'), { credentials: 'same-origin' }).then(function (response) {
      return response.text();
    }).then(function (html) {
      show(new DOMParser().parseFromString(html, 'text/html'));
    }).catch(function () {
      window.setTimeout(ask, EVERY * 4);
    });
  }

  if (address) { window.setTimeout(ask, EVERY); }
}());
