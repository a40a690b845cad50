/* The sheet: saves as one types, moves blocks by key and by drag, and never loses a keystroke to an answer.
   Without it every block has its own button for saving. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const paper = document.querySelector('[data-draft]');
  if (!paper) { return; }
  const sheets = document.getElementById('sheets');
  const address = '/draft/' + encodeURIComponent(paper.getAttribute('data-draft')) + '/do';
  const csrf = paper.getAttribute('data-csrf');
  const WAIT = 700;
  const waiting = new Map();
  let tail = Promise.resolve();
  let open = 0;
  let composing = false;
  let dragged = null;

  paper.setAttribute('data-live', '');

  function post(fields) {
    const body = new URLSearchParams();
    body.append('csrf', csrf);
    Object.keys(fields).forEach(function (name) {
      [].concat(fields[name]).forEach(function (value) { body.append(name, value); });
    });
    return window.fetch(address, {
      method: 'POST', body: body, credentials: 'same-origin', headers: { Accept: 'application/json' }
    }).then(function (response) {
      return response.json().then(function (answer) {
        if (!response.ok) { throw new Error(answer.error + (answer.remedy ? '（' + answer.remedy + '）' : '')); }
        return answer;
      });
    });
  }

  function state(text) {
    const box = sheets.querySelector('[data-saved]');
    if (box) { box.textContent = text; }
  }

  /* One deed after the other, in the order they were done. */
  function queue(task) {
    open += 1;
    state('正在存……');
    tail = tail.then(task).then(function () { open -= 1; if (!open) { state('已存'); } }, function (error) {
      open -= 1;
      state('没有存上');
      Yanku.toast(error.message || '没有存上，字还在这一页上', false);
    });
    return tail;
  }

  function grow(area) {
    area.style.height = 'auto';
    area.style.height = area.scrollHeight + 'px';
  }

  function growAll(root) { root.querySelectorAll('textarea').forEach(grow); }

  /* After typing only what is around the text is new: the text itself stays as it is under the fingers. */
  function around(html) {
    const fresh = Yanku.parts(html);
    swap('.bar', fresh);
    swap('.gaps', fresh);
    fresh.querySelectorAll('[data-block]').forEach(function (block) {
      const here = document.getElementById(block.id);
      if (!here) { return; }
      const seen = block.getAttribute('data-seen');
      const area = here.querySelector('textarea');
      if (waiting.has(block.id)) { return; }
      if (block.querySelector('textarea').value === area.value) {
        here.setAttribute('data-seen', seen);
        here.querySelector('[name=seen]').value = seen;
        swap('.source', block, here);
      }
    });
  }

  function swap(selector, fresh, root) {
    const old = (root || sheets).querySelector(selector);
    const made = fresh.querySelector(selector);
    if (old && old.contains(document.activeElement) && document.activeElement.tagName === 'INPUT') { return; }
    if (old && made) { old.replaceWith(made); } else if (old) { old.remove(); } else if (made && !root) { sheets.appendChild(made); }
  }

  /* All blocks anew, with what is being typed, the cursor and the place on the page kept. */
  function renew(html, focus) {
    const at = document.activeElement;
    const id = focus ? 'text-' + focus : (sheets.contains(at) ? at.id : '');
    const typed = new Map();
    waiting.forEach(function (timer, block) {
      const area = document.getElementById('text-' + block);
      if (area) { typed.set(block, area.value); }
    });
    const from = at && at.selectionStart;
    const to = at && at.selectionEnd;
    sheets.textContent = '';
    sheets.appendChild(Yanku.parts(html));
    typed.forEach(function (text, block) {
      const area = document.getElementById('text-' + block);
      if (area) { area.value = text; }
    });
    growAll(sheets);
    const target = id && document.getElementById(id);
    if (target) {
      target.focus({ preventScroll: !focus });
      if (!focus && target.setSelectionRange) { target.setSelectionRange(from, to); }
      if (focus) { target.closest('.block').scrollIntoView({ block: 'nearest' }); }
    }
  }

  /* What is still waiting to be saved goes first. */
  function deed(fields, focus) {
    flush();
    return queue(function () {
      return post(fields).then(function (answer) {
        renew(answer.html, focus === true ? answer.block : focus);
        if (answer.said) { Yanku.toast(answer.said, false); }
      });
    });
  }

  function save(block) {
    window.clearTimeout(waiting.get(block));
    waiting.delete(block);
    queue(function () {
      const here = document.getElementById(block);
      if (!here) { return null; }
      const text = here.querySelector('textarea').value;
      return post({ op: 'text', block: block, text: text, seen: here.getAttribute('data-seen') }).then(function (answer) {
        const fresh = Yanku.parts(answer.html).querySelector('[data-block="' + block + '"]');
        if (fresh) { here.setAttribute('data-seen', fresh.getAttribute('data-seen')); }
        around(answer.html);
      });
    });
  }

  function saveFacts() {
    const form = paper.querySelector('.draft-facts');
    const fields = { op: 'facts' };
    form.querySelectorAll('[name]').forEach(function (one) {
      if (one.name !== 'csrf' && one.name !== 'op') { fields[one.name] = one.value; }
    });
    queue(function () { return post(fields).then(function (answer) { around(answer.html); }); });
  }

  function flush() { Array.from(waiting.keys()).forEach(save); }

  function later(block) {
    window.clearTimeout(waiting.get(block));
    waiting.set(block, window.setTimeout(function () {
      if (composing) { later(block); } else { save(block); }
    }, WAIT));
    state('……');
  }

  paper.addEventListener('compositionstart', function () { composing = true; });
  paper.addEventListener('compositionend', function () { composing = false; });
  paper.addEventListener('input', function (event) {
    if (event.target.tagName !== 'TEXTAREA') { return; }
    grow(event.target);
    const block = event.target.closest('[data-block]');
    if (block) { later(block.id); }
  });
  paper.addEventListener('change', function (event) {
    if (event.target.closest('.draft-facts')) { saveFacts(); }
  });

  /* Every button does its deed here; its form is for those without scripts. */
  paper.addEventListener('click', function (event) {
    const button = event.target.closest('button');
    const form = button && button.form;
    if (!form || form.classList.contains('draft-facts') && !button.hasAttribute('data-saves')) { return; }
    event.preventDefault();
    if (button.hasAttribute('data-saves')) {
      if (form.classList.contains('draft-facts')) { saveFacts(); } else { save(form.querySelector('[name=block]').value); }
      return;
    }
    const fields = {};
    new FormData(form).forEach(function (value, name) {
      if (name === 'csrf' || name === 'text' && form.closest('.block')) { return; }
      fields[name] = fields[name] === undefined ? value : [].concat(fields[name], value);
    });
    const action = button.getAttribute('formaction') || '';
    fields[button.name] = button.value;
    if (action.indexOf('op=level') >= 0) { fields.op = 'level'; }
    if (action.endsWith('/here')) { here(button.value); return; }
    deed(fields, form.closest('.insert') ? true : '');
  });

  function here(under) {
    queue(function () {
      return window.fetch(address.replace(/do$/, 'here'), {
        method: 'POST', body: new URLSearchParams([['csrf', csrf], ['under', under]]), credentials: 'same-origin'
      }).then(function () { return post({ op: 'facts' }); }).then(function (answer) {
        renew(answer.html);
        Yanku.toast('以后按 B 摘录，都放在这个标题下面', false);
      });
    });
  }

  function blockOf(target) { const block = target.closest && target.closest('[data-block]'); return block ? block.id : ''; }

  paper.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    const block = blockOf(event.target);
    const area = event.target;
    if ((event.ctrlKey || event.metaKey) && event.key === 's') { event.preventDefault(); flush(); return; }
    if (!block || area.tagName !== 'TEXTAREA') { return; }
    const level = Number(document.getElementById(block).getAttribute('data-level'));
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      deed({ op: event.key === 'ArrowUp' ? 'up' : 'down', block: block });
    } else if (event.altKey && level && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      const to = level + (event.key === 'ArrowLeft' ? -1 : 1);
      if (to >= 1 && to <= 4) { deed({ op: 'level', block: block, level: String(to) }); }
    } else if (event.key === 'Enter' && level) {
      event.preventDefault();
      deed({ op: 'paragraph', after: block, text: '' }, true);
    } else if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault();
      deed({ op: 'split', block: block, offset: String(area.selectionStart) }, true);
    } else if (event.key === 'Backspace' && !area.value) {
      event.preventDefault();
      deed({ op: 'remove', block: block });
    } else if (event.key === 'Escape') {
      area.blur();
    }
  });

  document.addEventListener('keydown', function (event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (typing || !(event.ctrlKey || event.metaKey)) { return; }
    if (event.key === 'z' || event.key === 'y') {
      event.preventDefault();
      deed({ op: event.key === 'z' && !event.shiftKey ? 'undo' : 'redo' });
    }
  });

  /* Dragging by the grip; a heading takes along what stands under it. */
  sheets.addEventListener('dragstart', function (event) {
    if (!event.target.closest || !event.target.closest('.grip')) { return; }
    dragged = event.target.closest('[data-block]');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged.querySelector('textarea').value);
    dragged.setAttribute('data-dragged', '');
  });
  sheets.addEventListener('dragover', function (event) {
    const over = dragged && event.target.closest('[data-block]');
    unmark();
    if (!over || over === dragged) { return; }
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over.setAttribute('data-drop', event.clientY < box.top + box.height / 2 ? 'before' : 'after');
  });
  sheets.addEventListener('drop', function (event) {
    const over = dragged && sheets.querySelector('[data-drop]');
    if (!over) { return; }
    event.preventDefault();
    const all = Array.from(sheets.querySelectorAll('[data-block]'));
    const at = all.indexOf(over) + (over.getAttribute('data-drop') === 'after' ? 0 : -1);
    deed({ op: 'move', block: dragged.id, after: at < 0 ? '' : all[at].id, whole: '1' });
  });
  sheets.addEventListener('dragend', function () {
    if (dragged) { dragged.removeAttribute('data-dragged'); }
    dragged = null;
    unmark();
  });
  function unmark() { sheets.querySelectorAll('[data-drop]').forEach(function (one) { one.removeAttribute('data-drop'); }); }

  window.addEventListener('beforeunload', function (event) {
    flush();
    if (open || waiting.size) { event.preventDefault(); event.returnValue = ''; }
  });
  growAll(paper);
}());
