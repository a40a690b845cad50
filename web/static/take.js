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
  if (!form) { Yanku.take = Yanku.pane = Yanku.untake = function () {}; return; }
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
      pick.addEventListener('change', function () { put(answer.blocks, pick.value); });
      box.appendChild(pick);
    }
    const back = document.createElement('button');
    back.type = 'button';
    back.className = 'plain';
    back.textContent = '撤销';
    back.addEventListener('click', Yanku.untake);
    box.appendChild(back);
    return box;
  }

  function put(blocks, under) {
    return post('/draft/put', blocks.map(function (one) { return ['block', one]; }).concat([['under', under]])).then(function (answer) {
      if (!answer) { return; }
      show(answer.pane);
      Yanku.toast(answer.said, false);
    });
  }

  function taken(answer) {
    if (!answer) { return; }
    Yanku.taken = answer.blocks;
    show(answer.pane);
    Yanku.toast(answer.said, false, choices(answer));
  }

  function places(keys, text, under) {
    const fields = keys.map(function (key) { return ['place', key]; });
    if (text) { fields.push(['text', text]); }
    if (under !== undefined) { fields.push(['under', under]); }
    return post('/draft/take', fields).then(taken);
  }

  Yanku.take = function (stop) {
    const chosen = Yanku.selected();
    const owner = chosen ? chosen.owner : stop;
    const key = owner && owner.getAttribute('data-key');
    if (key) { places([key], chosen ? chosen.text : ''); }
  };

  Yanku.untake = function () {
    const blocks = Yanku.taken;
    if (!blocks) { return; }
    Yanku.taken = null;
    post('/draft/put', blocks.map(function (one) { return ['block', one]; }).concat([['op', 'away']])).then(function (answer) {
      if (!answer) { return; }
      show(answer.pane);
      Yanku.toast(answer.said, false);
    });
  };

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
    if (wanted) { fetchPane(); }
  }
  Yanku.pane = function () { toggle(!opened()); };

  document.addEventListener('click', function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    const button = event.target.closest('button[form=take]');
    if (button) {
      event.preventDefault();
      const chosen = Yanku.selected();
      const inside = chosen && chosen.owner.contains(button);
      places([button.value], inside ? chosen.text : '');
      return;
    }
    const ticked = event.target.closest('[data-copy-ticked]');
    if (ticked) {
      const owners = Array.from(document.querySelectorAll('input[form=many][name=place]:checked')).map(function (one) {
        return one.closest('[data-stop]');
      });
      if (!owners.length) { Yanku.toast('还没有打勾', false); return; }
      Yanku.copyAll(owners, ticked.getAttribute('data-copy-ticked')).then(function () {
        Yanku.toast('已复制 ' + owners.length + ' 段', false);
      });
      return;
    }
    const under = event.target.closest('#pane [data-under]');
    if (under) { put([], under.getAttribute('data-under')); }
  });

  /* What is dragged out of a passage goes into Word as it goes by copying, and under a heading of the pane. */
  document.addEventListener('dragstart', function (event) {
    const chosen = Yanku.selected();
    const button = event.target.closest && event.target.closest('button[form=take]');
    const owner = chosen ? chosen.owner : button && button.closest('[data-stop]');
    if (!owner) { return; }
    const what = Yanku.rich(owner, chosen ? chosen.text : '');
    event.dataTransfer.setData('text/plain', what.plain);
    event.dataTransfer.setData('text/html', what.rich);
    event.dataTransfer.setData(KEY, JSON.stringify([owner.getAttribute('data-key'), chosen ? chosen.text : '']));
  });
  pane.addEventListener('dragover', function (event) {
    if (Array.from(event.dataTransfer.types).indexOf(KEY) < 0) { return; }
    event.preventDefault();
  });
  pane.addEventListener('drop', function (event) {
    const given = event.dataTransfer.getData(KEY);
    if (!given) { return; }
    event.preventDefault();
    const what = JSON.parse(given);
    const line = event.target.closest('li');
    let at = line;
    while (at && !at.querySelector('[data-under]')) { at = at.previousElementSibling; }
    places([what[0]], what[1], at ? at.querySelector('[data-under]').getAttribute('data-under') : undefined);
  });

  let kept = '';
  try { kept = window.localStorage.getItem(OPEN); } catch (error) { kept = ''; }
  if (kept && window.matchMedia('(min-width: 1100px)').matches && !document.querySelector('[data-draft]')) { toggle(true); }
}());
