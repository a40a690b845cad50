/* Into the draft: a hit, a selection, or what is dragged, with the place it goes to and the way back; and the small
   draft beside the page. Without this script the buttons are plain forms. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  /* What the server made, as elements; scripts in it would not run. */
  Yanku.parts = function (html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const parts = document.createDocumentFragment();
    Array.from(page.body.childNodes).forEach(function (one) { parts.appendChild(document.importNode(one, true)); });
    return parts;
  };

  const form = document.getElementById('take');
  const pane = document.getElementById('pane');
  if (!form) { Yanku.take = Yanku.pane = function () {}; return; }
  const OPEN = 'yanku-pane';
  const KEY = 'text/x-yanku-place';

  function post(address, fields) {
    const body = new URLSearchParams();
    body.append('csrf', form.querySelector('[name=csrf]').value);
    fields.forEach(function (pair) { body.append(pair[0], pair[1]); });
    return window.fetch(address, {
      method: 'POST', body: body, credentials: 'same-origin', headers: { Accept: 'application/json' }
    }).then(function (response) {
      return response.json().then(function (answer) {
        if (!response.ok) { throw new Error(answer.error + (answer.remedy ? '（' + answer.remedy + '）' : '')); }
        return answer;
      });
    }).catch(function (error) { Yanku.toast(error.message || '没有放进去，请再试一次', false); return null; });
  }

  function show(html) {
    pane.textContent = '';
    pane.appendChild(Yanku.parts(html));
    const at = pane.querySelector('[aria-current]');
    if (at) { at.scrollIntoView({ block: 'nearest' }); }
  }

  /* Where it went, to be changed at once; and the way back. */
  function choices(answer) {
    const box = document.createElement('span');
    const headings = Array.from(Yanku.parts(answer.pane).querySelectorAll('[data-under]'));
    if (headings.length > 1) {
      const pick = document.createElement('select');
      pick.setAttribute('aria-label', '换个位置');
      headings.forEach(function (one) {
        const option = new Option(one.textContent, one.getAttribute('data-under'));
        option.selected = one.parentNode.hasAttribute('aria-current');
        pick.appendChild(option);
      });
      let was = pick.value;
      pick.addEventListener('change', function () { put(answer.blocks, pick.value, was); was = pick.value; });
      box.appendChild(pick);
    }
    const there = document.createElement('a');
    there.href = answer.url;
    there.textContent = '去看';
    box.appendChild(there);
    const back = document.createElement('button');
    back.type = 'button';
    back.className = 'plain';
    back.textContent = '撤销';
    back.addEventListener('click', Yanku.undo);
    box.appendChild(back);
    return box;
  }

  /* Under another heading; undone by going under the one that it was. */
  function put(blocks, under, was) {
    return post('/draft/put', blocks.map(function (one) { return ['block', one]; }).concat([['under', under]])).then(function (answer) {
      if (!answer) { return; }
      show(answer.pane);
      if (was !== undefined && was !== under) { Yanku.undoable(function () { put(blocks, was); }); }
      Yanku.toast(answer.said, was !== undefined && was !== under);
    });
  }

  function taken(answer) {
    if (!answer) { return; }
    Yanku.undoable(function () { away(answer.blocks); });
    show(answer.pane);
    Yanku.toast(answer.said, false, choices(answer));
  }

  /* Places, `[key, text]` each; no text stands for the whole. */
  function places(wanted, under) {
    const fields = wanted.reduce(function (all, one) { return all.concat([['place', one[0]], ['text', one[1]]]); }, []);
    if (under !== undefined) { fields.push(['under', under]); }
    return post('/draft/take', fields).then(taken);
  }

  function parts(all) {
    return all.map(function (one) { return [one.owner.getAttribute('data-key'), one.raw || '']; });
  }

  /* What is selected, else what is ticked, else the passage the eye is on. */
  Yanku.take = function (stop) {
    const chosen = Yanku.selected();
    const many = chosen.length ? chosen : Yanku.ticked();
    const key = stop && stop.getAttribute('data-key');
    if (many.length) { places(parts(many)); } else if (key) { places([[key, stop.getAttribute('data-select') || '']]); }
  };

  function away(blocks) {
    post('/draft/put', blocks.map(function (one) { return ['block', one]; }).concat([['op', 'away']])).then(function (answer) {
      if (!answer) { return; }
      show(answer.pane);
      Yanku.toast(answer.said, false);
    });
  }

  function opened() { return !pane.hidden; }

  function fetchPane() {
    return window.fetch('/draft/pane', { credentials: 'same-origin' }).then(function (response) {
      return response.ok ? response.text() : '';
    }).then(show);
  }

  function toggle(wanted) {
    pane.hidden = !wanted;
    document.body.classList.toggle('with-pane', wanted);
    try { window.localStorage.setItem(OPEN, wanted ? '1' : ''); } catch (error) { /* private windows keep nothing */ }
    if (wanted) { Yanku.paneReady = fetchPane(); }
  }
  Yanku.pane = function () { toggle(!opened()); };

  document.addEventListener('click', function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    const button = event.target.closest('button[form=take]');
    if (button) {
      event.preventDefault();
      const mine = Yanku.selected().filter(function (one) { return one.owner.getAttribute('data-key') === button.value; });
      const stop = button.closest('[data-select]');
      places(mine.length ? parts(mine) : [[button.value, stop ? stop.getAttribute('data-select') : '']]);
      return;
    }
    const many = event.target.closest('.many button[formaction="/draft/take"]');
    if (many && Yanku.ticked().length) {
      event.preventDefault();
      places(parts(Yanku.ticked()));
      return;
    }
    const under = event.target.closest('#pane [data-under]');
    if (under) {
      const before = pane.querySelector('[aria-current] [data-under]');
      put([], under.getAttribute('data-under'), before ? before.getAttribute('data-under') : '');
    }
  });

  /* What is dragged out of a passage (see copy.js) goes under a heading of the pane, too. */
  Yanku.dragged = function (data, all) { data.setData(KEY, JSON.stringify(parts(all))); };
  pane.addEventListener('dragover', function (event) {
    if (Array.from(event.dataTransfer.types).indexOf(KEY) < 0) { return; }
    event.preventDefault();
  });
  pane.addEventListener('drop', function (event) {
    const given = event.dataTransfer.getData(KEY);
    if (!given) { return; }
    event.preventDefault();
    const line = event.target.closest('li');
    let at = line;
    while (at && !at.querySelector('[data-under]')) { at = at.previousElementSibling; }
    places(JSON.parse(given), at ? at.querySelector('[data-under]').getAttribute('data-under') : undefined);
  });

  let kept = '';
  try { kept = window.localStorage.getItem(OPEN); } catch (error) { kept = ''; }
  const beside = /^(search|reading)$/.test(document.body.getAttribute('data-tab'));
  if (kept && beside && window.matchMedia('(min-width: 1100px)').matches) { toggle(true); }
}());
