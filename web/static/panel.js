/* The panel of all themes of one place: opened over the list, worked by mouse or keys, its rows staying where they
   are whatever is decided. Without this script the link leads to the same on a page of its own. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const ROWS = '.told [data-theme]';
  let box = null;
  let opener = null;

  function fetchPanel(address) {
    return window.fetch(address, { credentials: 'same-origin' }).then(function (response) {
      if (!response.ok) { throw new Error(String(response.status)); }
      return response.text();
    }).then(function (html) {
      const page = new DOMParser().parseFromString(html, 'text/html');
      return document.importNode(page.getElementById('panel'), true);
    });
  }

  function shut() { box.close(); }

  function makeBox() {
    box = document.createElement('dialog');
    box.className = 'panel-box';
    box.tabIndex = -1;
    box.setAttribute('aria-labelledby', 'panel-title');
    box.addEventListener('click', function (event) { if (event.target === box) { shut(); } });
    box.addEventListener('close', function () {
      box.querySelectorAll('.said').forEach(function (bar) { document.body.appendChild(bar); });
      if (opener) { opener.focus({ preventScroll: true }); }
    });
    document.body.appendChild(box);
  }

  function fill(panel) {
    Array.from(box.children).forEach(function (child) { if (!child.classList.contains('said')) { child.remove(); } });
    const button = document.createElement('button');
    button.className = 'plain shut';
    button.type = 'button';
    button.textContent = '关闭';
    button.addEventListener('click', shut);
    box.insertBefore(panel, box.firstChild);
    box.insertBefore(button, panel);
    ready(panel);
  }

  function rowOf(panel, theme) {
    return Array.from(panel.querySelectorAll(ROWS)).find(function (row) {
      return row.getAttribute('data-theme') === theme;
    });
  }

  /* A row whose theme is neither there nor near any more: it says so, and offers to add it. */
  function bare(row, fresh) {
    const theme = row.getAttribute('data-theme');
    const add = Array.from(fresh.querySelectorAll('.adds .say')).find(function (button) {
      return button.value.split(' ')[1] === theme;
    });
    row.querySelectorAll('.settled, .nth').forEach(function (one) { one.remove(); });
    row.querySelector('.because').textContent = '现在没有';
    row.querySelector('.says').textContent = '';
    if (add) { add.textContent = '加上'; row.querySelector('.says').appendChild(add.cloneNode(true)); }
  }

  /* Every row in its place, as it is now; what was added from the list below joins the end of the first one. */
  function settleIn(old, fresh) {
    const lists = old.querySelectorAll('.told');
    old.querySelectorAll(ROWS).forEach(function (row) {
      const now = rowOf(fresh, row.getAttribute('data-theme'));
      if (now) { row.parentNode.replaceChild(now, row); } else { bare(row, fresh); }
    });
    fresh.querySelectorAll(ROWS).forEach(function (row) { lists[0].appendChild(row); });
    ['.panel-text', '.adds'].forEach(function (part) {
      const mine = old.querySelector(part);
      const other = fresh.querySelector(part);
      if (mine && other) { mine.parentNode.replaceChild(other, mine); }
    });
    dress(old);
    const find = old.querySelector('[data-filter] input');
    if (find) { filter(old, find.value); }
  }

  function renew(panel, fresh) {
    if (panel.querySelector('.told') && !panel.querySelector('.none')) { settleIn(panel, fresh); return; }
    panel.parentNode.replaceChild(fresh, panel);
    ready(fresh);
  }

  /* After something was decided: the panel as it is now, at the same height, the focus on the same row. */
  Yanku.refill = function () {
    const panel = document.getElementById('panel');
    if (!panel || (box && box.contains(panel) && !box.open)) { return null; }
    const inBox = box && box.contains(panel);
    return fetchPanel(inBox ? opener.href : window.location.href).then(function (fresh) {
      const row = document.activeElement && document.activeElement.closest && document.activeElement.closest(ROWS);
      const theme = row && row.getAttribute('data-theme');
      const height = inBox ? box.scrollTop : 0;
      renew(panel, fresh);
      if (inBox) { box.scrollTop = height; }
      const again = theme && rowOf(document.getElementById('panel'), theme);
      if (again) { again.focus({ preventScroll: true }); } else if (inBox) { box.focus({ preventScroll: true }); }
    });
  };

  Yanku.panel = function (link) {
    if (typeof HTMLDialogElement === 'undefined' || !HTMLDialogElement.prototype.showModal) {
      Yanku.leave(function () { window.location.href = link.href; });
      return;
    }
    if (!box) { makeBox(); }
    opener = link;
    fetchPanel(link.href).then(function (panel) {
      fill(panel);
      if (!box.open) { box.showModal(); }
      box.focus();
      box.scrollTop = 0;
    }).catch(function () { window.location.href = link.href; });
  };

  /* Words light up with their theme. */
  function dress(panel) {
    panel.querySelectorAll(ROWS).forEach(function (row) {
      if (row.getAttribute('tabindex') === '0') { return; }
      ['mouseenter', 'focusin'].forEach(function (name) { row.addEventListener(name, function () { light(panel, row); }); });
      ['mouseleave', 'focusout'].forEach(function (name) { row.addEventListener(name, function () { light(panel, null); }); });
      row.setAttribute('tabindex', '0');
    });
  }

  function light(panel, row) {
    const theme = row && row.getAttribute('data-theme');
    panel.querySelectorAll('.w').forEach(function (word) {
      word.toggleAttribute('data-lit', Boolean(theme) && word.getAttribute('data-themes').split(' ').indexOf(theme) >= 0);
    });
  }

  function filter(panel, typed) {
    const wanted = typed.trim().toLowerCase();
    panel.querySelectorAll('.adds li').forEach(function (one) {
      one.hidden = one.getAttribute('data-find').indexOf(wanted) < 0;
    });
  }

  /* The box finds a theme by characters or by the first letters of its pinyin. */
  function ready(panel) {
    dress(panel);
    panel.addEventListener('keydown', function (event) { keyed(panel, event); });
    const find = panel.querySelector('[data-filter]');
    if (!find) { return; }
    find.hidden = false;
    find.querySelector('input').addEventListener('input', function (event) { filter(panel, event.target.value); });
    find.querySelector('input').addEventListener('keydown', function (event) {
      if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) { return; }
      event.preventDefault();
      const first = panel.querySelector('.adds li:not([hidden]) .say');
      if (first && event.target.value.trim()) { first.click(); }
    });
  }

  /* Up and down, or j and k, go from row to row; a digit to the row of that number; y and x decide the row. */
  function move(panel, by, row) {
    const rows = Array.from(panel.querySelectorAll(ROWS));
    const at = row ? rows.indexOf(row) + by : (by > 0 ? 0 : rows.length - 1);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at))];
    if (next) { next.focus(); }
  }

  function keyed(panel, event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
    const row = event.target.closest(ROWS);
    const words = { y: 'yes', x: 'no' };
    const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
    if (steps[event.key]) {
      move(panel, steps[event.key], row);
    } else if (/^[1-9]$/.test(event.key)) {
      const wanted = panel.querySelectorAll(ROWS)[Number(event.key) - 1];
      if (wanted) { wanted.focus(); }
    } else if (words[event.key]) {
      say(panel, row, words[event.key]);
    } else {
      return;
    }
    event.preventDefault();
  }

  function say(panel, row, word) {
    const theme = row && row.getAttribute('data-theme');
    if (!theme) { Yanku.toast('先用上下键选一个主题', false); return; }
    if (theme === 'role') { Yanku.toast('用途由规则判定，暂时不能改', false); return; }
    Yanku.choose([word, theme, panel.getAttribute('data-key')].join(' '));
  }

  /* The keys are the panel's even before a row has the focus. */
  document.addEventListener('keydown', function (event) {
    if (box && box.open && event.target === box) { keyed(box.querySelector('.panel'), event); }
  });

  const panel = document.getElementById('panel');
  if (panel) { ready(panel); }
}());
