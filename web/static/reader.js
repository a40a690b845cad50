/* 原文 as a column of its own, between the results and the draft, where the window is wide enough and the draft is
   open. It is the reading page without what belongs to a page; elsewhere `peek.js` opens a hit in place. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const box = document.getElementById('reader');
  const pane = document.getElementById('pane');
  const wide = window.matchMedia('(min-width: 1500px)');
  const PAUSE = 180;
  const NOT_HERE = '.head, .side, .copies, .taking, form, [form=remove], [form=restore]';
  let opener = null;
  let last = '';
  let timer = 0;

  function part(name, look, text) {
    const made = document.createElement(name);
    made.className = look;
    made.textContent = text;
    return made;
  }

  function link(page, rel, sign, label) {
    const from = page.querySelector('.hops [rel=' + rel + ']');
    const made = part(from ? 'a' : 'span', 'hop', sign);
    if (!from) { made.setAttribute('aria-hidden', 'true'); return made; }
    made.href = from.getAttribute('href');
    made.setAttribute('data-hop', rel);
    made.setAttribute('aria-label', label);
    return made;
  }

  function bar(page, address) {
    const head = part('header', 'reader-bar', '');
    const title = part('h2', '', '');
    const whole = part('a', '', page.querySelector('.speech h1').textContent);
    whole.href = address;
    whole.title = '打开整篇讲话（O）';
    whole.setAttribute('data-open', '');
    title.appendChild(whole);
    head.appendChild(title);
    const count = page.querySelector('.hops > span');
    head.appendChild(part('span', 'faint', count ? count.textContent.replace(/\s+/g, ' ') : ''));
    head.appendChild(link(page, 'prev', '↑', '上一处'));
    head.appendChild(link(page, 'next', '↓', '下一处'));
    const shut = part('button', 'plain-text', '×');
    shut.type = 'button';
    shut.title = '收起（Esc）';
    shut.setAttribute('aria-label', '收起原文');
    shut.addEventListener('click', Yanku.reading.close);
    head.appendChild(shut);
    return head;
  }

  function text(page) {
    const speech = document.importNode(page.querySelector('.speech'), true);
    speech.querySelectorAll(NOT_HERE).forEach(function (one) { one.remove(); });
    speech.querySelectorAll('[id]').forEach(function (one) { one.removeAttribute('id'); });
    speech.querySelectorAll('[data-copy]').forEach(function (one) { one.setAttribute('role', 'button'); });
    return speech;
  }

  /* The place that was asked for, else the first hit, else the beginning. */
  function sought() {
    return ['[data-stop].here', '.here [data-stop]', '[data-stop].found', '[data-stop]'].map(function (one) {
      return box.querySelector(one);
    }).find(Boolean);
  }

  /* What was sought in the upper third. */
  function place() {
    const stop = sought();
    const body = box.querySelector('.reader-text');
    if (!stop) { return; }
    stop.setAttribute('aria-current', 'true');
    body.scrollTop += stop.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 4;
  }

  function show(page, address) {
    const body = part('div', 'reader-text', '');
    body.tabIndex = 0;
    body.setAttribute('role', 'region');
    body.setAttribute('aria-label', '原文的文字');
    body.appendChild(text(page));
    box.textContent = '';
    box.hidden = false;
    document.body.classList.add('with-reader');
    box.appendChild(bar(page, address));
    box.appendChild(body);
    place();
  }

  function load(address, enter) {
    last = address;
    return window.fetch(address, { credentials: 'same-origin' }).then(function (response) {
      if (!response.ok) { throw new Error(String(response.status)); }
      return response.text();
    }).then(function (html) {
      if (last !== address) { return; }
      show(new DOMParser().parseFromString(html, 'text/html'), address);
      if (enter) { Yanku.reading.focus(); }
      if (opener) { opener.scrollIntoView({ block: 'nearest' }); }
    }).catch(function () { window.location.href = address; });
  }

  Yanku.reading = {
    /* Whether a hit is read here, and not in place. */
    wanted: function () { return Boolean(box) && wide.matches && Boolean(pane) && !pane.hidden; },
    open: function (from) {
      opener = from.closest('[data-stop]');
      return load(from.href, true);
    },
    close: function () {
      box.hidden = true;
      box.textContent = '';
      last = '';
      document.body.classList.remove('with-reader');
      if (opener && opener.isConnected) { Yanku.goTo(opener); }
    },
    focus: function () {
      const stop = box.querySelector('[data-stop][aria-current]') || sought();
      if (stop) { stop.focus({ preventScroll: true }); }
    },
    /* Another hit is looked at in the list: its speech is shown, when the eye has come to rest. */
    follow: function (stop) {
      const from = stop && stop.querySelector('[data-peek]');
      if (!box || box.hidden || !from || last === from.href) { return; }
      opener = stop;
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { if (!box.hidden) { load(from.href, false); } }, PAUSE);
    },
    hop: function (rel) {
      const to = box.querySelector('[data-hop=' + rel + ']');
      if (to) { load(to.href, true); }
    }
  };
  if (!box) { return; }

  box.addEventListener('click', function (event) {
    const hop = event.target.closest('[data-hop]');
    if (!hop || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    Yanku.reading.hop(hop.getAttribute('data-hop'));
  });
  /* Without the draft, or in a narrow window, there is no room for it. */
  function leave() { if (!box.hidden && !Yanku.reading.wanted()) { Yanku.reading.close(); } }
  new MutationObserver(leave).observe(pane, { attributes: true, attributeFilter: ['hidden'] });
  window.addEventListener('resize', leave);
}());
