/* Saying yes or no about themes in place: the tags change where they stand, and what was done can be undone.
   Without this script the same buttons send a form and the page comes back. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const form = document.getElementById('decide');
  const STAYS = 9000;
  const done = [];
  let box = null;
  let opener = null;
  let timer = 0;

  function field(name) { return form.querySelector('[name=' + name + ']').value; }

  function post(address, fields) {
    const body = new URLSearchParams();
    fields.csrf = field('csrf');
    fields.back = field('back');
    Object.keys(fields).forEach(function (name) { body.append(name, fields[name]); });
    return window.fetch(address, {
      method: 'POST', body: body, credentials: 'same-origin', headers: { Accept: 'application/json' }
    }).then(function (response) {
      return response.json().then(function (answer) {
        if (!response.ok) { throw new Error(answer.error + (answer.remedy ? '（' + answer.remedy + '）' : '')); }
        return answer;
      });
    });
  }

  function stopsOf(key) {
    return Array.from(document.querySelectorAll('[data-stop][data-key]')).filter(function (stop) {
      return stop.getAttribute('data-key') === key;
    });
  }

  /* A card that no longer belongs to the theme one looks through stays in its place, only paler. */
  function dim(stop, tags) {
    const list = stop.closest('[data-theme]');
    if (!list || !stop.classList.contains('hit')) { return; }
    const chosen = list.getAttribute('data-theme');
    const kept = Array.from(tags.querySelectorAll('.tag:not([data-denied]) > .theme')).some(function (button) {
      return button.getAttribute('data-id') === chosen;
    });
    stop.toggleAttribute('data-off', !kept);
  }

  function renew(tagged) {
    Object.keys(tagged).forEach(function (key) {
      stopsOf(key).forEach(function (stop) {
        const fresh = new DOMParser().parseFromString('<div class="tags">' + tagged[key] + '</div>', 'text/html');
        const tags = document.importNode(fresh.querySelector('.tags'), true);
        const old = stop.querySelector('.tags');
        if (old) { old.parentNode.replaceChild(tags, old); dim(stop, tags); }
      });
    });
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    return made;
  }

  /* What was done, with the way back; it goes away by itself, the key for undo does not. */
  function toast(text, undoable) {
    document.querySelectorAll('.said').forEach(function (one) { one.remove(); });
    window.clearTimeout(timer);
    const bar = element('div', 'said');
    bar.appendChild(element('span', '', text));
    if (undoable) {
      const button = element('button', 'plain', '撤销');
      button.type = 'button';
      button.addEventListener('click', undo);
      bar.appendChild(button);
    }
    (box && box.open ? box : document.body).appendChild(bar);
    timer = window.setTimeout(function () { bar.remove(); }, STAYS);
    Yanku.say(text);
  }

  function settle(answer) {
    renew(answer.tags);
    if (answer.undo) { done.push(answer.undo); }
    toast(answer.said, Boolean(answer.undo));
    return refill();
  }

  function failed(error) { toast(error.message || '没有做成，请刷新页面再试', false); }

  function choose(value, button) {
    if (button) { button.setAttribute('aria-busy', 'true'); }
    return post('/decide', { choice: value }).then(settle).catch(failed).then(function () {
      if (button) { button.removeAttribute('aria-busy'); }
    });
  }

  function undo() {
    const step = done.pop();
    if (!step) {
      const told = document.querySelector('[data-said]');
      if (told && told.querySelector('button')) { told.submit(); }
      return;
    }
    post('/decide/undo', { step: step }).then(settle).catch(failed);
  }
  Yanku.undo = undo;

  /* Y and X: about the one theme that is looked through. */
  Yanku.decide = function (stop, word) {
    const list = document.querySelector('.results[data-theme]');
    if (!form || !list) { Yanku.say('先在左边只选一个主题'); return false; }
    if (!stop || !stop.querySelector('[data-panel]')) { return false; }
    choose([word, list.getAttribute('data-theme'), stop.getAttribute('data-key')].join(' '));
    return true;
  };

  /* The panel of all themes of one passage. */
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
    box = element('dialog', 'panel-box');
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
    const button = element('button', 'plain shut', '关闭');
    button.type = 'button';
    button.addEventListener('click', shut);
    box.insertBefore(panel, box.firstChild);
    box.insertBefore(button, panel);
    ready(panel);
  }

  /* The panel after something was decided: fetched again, at the same height. */
  function refill() {
    if (box && box.open) {
      const height = box.scrollTop;
      return fetchPanel(opener.href).then(function (panel) { fill(panel); box.scrollTop = height; box.focus(); });
    }
    const panel = document.getElementById('panel');
    if (!panel) { return null; }
    return fetchPanel(window.location.href).then(function (fresh) {
      panel.parentNode.replaceChild(fresh, panel);
      ready(fresh);
    });
  }

  Yanku.panel = function (link) {
    if (typeof HTMLDialogElement === 'undefined' || !HTMLDialogElement.prototype.showModal) {
      window.location.href = link.href;
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

  /* Words light up with their theme; the box finds a theme by characters or by the first letters of its pinyin. */
  function ready(panel) {
    panel.querySelectorAll('.told [data-theme]').forEach(function (row) {
      ['mouseenter', 'focusin'].forEach(function (name) { row.addEventListener(name, function () { light(panel, row); }); });
      ['mouseleave', 'focusout'].forEach(function (name) { row.addEventListener(name, function () { light(panel, null); }); });
      row.setAttribute('tabindex', '0');
    });
    const find = panel.querySelector('[data-filter]');
    if (find) {
      find.hidden = false;
      find.querySelector('input').addEventListener('input', function (event) { filter(panel, event.target.value); });
      find.querySelector('input').addEventListener('keydown', function (event) {
        if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) { return; }
        event.preventDefault();
        const first = panel.querySelector('.adds li:not([hidden]) .say');
        if (first && event.target.value.trim()) { first.click(); }
      });
    }
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

  document.addEventListener('click', function (event) {
    if (!event.target.closest) { return; }
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const say = event.target.closest('button[name=choice]');
    const link = event.target.closest('[data-panel]');
    if (say && form && !document.querySelector('.decided')) {
      event.preventDefault();
      choose(say.value, say);
    } else if (link && plain) {
      event.preventDefault();
      Yanku.panel(link);
    }
  });

  /* Many at once: how many are ticked, and all of the page. */
  const many = document.querySelector('[data-many]');
  function boxes() { return Array.from(document.querySelectorAll('input[form=many][name=place]')); }
  function count() {
    const ticked = boxes().filter(function (one) { return one.checked; });
    boxes().forEach(function (one) { one.closest('.hit').toggleAttribute('data-ticked', one.checked); });
    many.querySelector('[data-picked]').textContent = ticked.length ? '已选 ' + ticked.length + ' 处' : '';
  }
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

  const panel = document.getElementById('panel');
  if (panel) { ready(panel); }
}());
