/* The sheet: blocks put in order by key, button and drag. An answer changes what it changes and nothing else: what is
   under the fingers, an input method's half word and the cursor stay. Saving is in draft_save.js. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const Draft = Yanku.draft;
  if (!Draft) { return; }
  const paper = Draft.paper;
  const sheets = Draft.sheets;
  const blank = document.getElementById('blank');
  let dragged = null;
  let flashing = 0;
  let sprouted = 0;

  paper.setAttribute('data-live', '');

  /* Text boxes as high as their text, all measured in one go. */
  Draft.fit = function (areas) {
    const top = window.scrollY;
    areas.forEach(function (one) { one.style.height = 'auto'; });
    const heights = areas.map(function (one) { return one.scrollHeight; });
    areas.forEach(function (one, n) { if (heights[n]) { one.style.height = heights[n] + 'px'; } });
    if (window.scrollY !== top) { window.scrollTo(window.scrollX, top); }
  };

  function blocksOf(root) { return Array.from(root.querySelectorAll('[data-block]')); }

  /* The blocks as the answer says: those that are not in it are as they were. */
  Draft.renew = function (answer, options) {
    if (!answer.order) { return; }
    const sent = [].concat(options && options.sent || []);
    const fresh = Yanku.parts(answer.html);
    const made = new Map(blocksOf(fresh).map(function (one) { return [one.id, one]; }));
    const here = new Map(Draft.all().map(function (one) { return [one.id, one]; }));
    if (answer.order.some(function (id) { return !made.has(id) && !here.has(id); })) { whole(); return; }
    const focus = focused();
    swapBar(fresh);
    swap('.gaps', fresh);
    swap('.empty', fresh);
    const wanted = answer.order.map(function (id) {
      const old = here.get(id);
      if (!old) { return enter(made.get(id)); }
      return made.has(id) ? patched(old, made.get(id), sent.indexOf(old) >= 0) : old;
    });
    arrange(withNew(wanted));
    Draft.fit(wanted.filter(function (one) { return !one.hasAttribute('data-fit'); }).map(Draft.area));
    wanted.forEach(function (one) { one.setAttribute('data-fit', ''); });
    refocus(focus);
    if (answer.facts) { Draft.showFacts(answer.facts); }
    Draft.tell();
  };

  /* Something is missing: everything once more. */
  function whole() {
    Draft.queue(function () { return Draft.send({ op: 'facts', had: '' }).then(function (answer) { Draft.renew(answer); }); });
  }

  function enter(block) {
    Draft.know(block, Draft.area(block).value);
    return block;
  }

  function swap(selector, fresh) {
    const old = sheets.querySelector(selector);
    const made = fresh.querySelector(selector);
    const busy = old && old.contains(document.activeElement) && document.activeElement.tagName === 'INPUT';
    if (busy && made) { return; }
    if (old && made) { old.replaceWith(made); } else if (old) { old.remove(); } else if (made) { sheets.appendChild(made); }
  }

  function swapBar(fresh) {
    const old = sheets.querySelector('.bar');
    const made = fresh.querySelector('.bar');
    made.querySelector('[data-saved]').textContent = old.querySelector('[data-saved]').textContent;
    old.replaceWith(made);
  }

  /* A block as it is now. Its text is left alone while it holds something that is not saved. */
  function patched(old, made, sent) {
    const dirty = Draft.dirty(old);
    if ((old.getAttribute('data-level') > 0) !== (made.getAttribute('data-level') > 0)) { return replaced(old, made, dirty); }
    old.className = made.className;
    old.setAttribute('data-level', made.getAttribute('data-level'));
    if (!dirty || sent) { old.setAttribute('data-seen', made.getAttribute('data-seen')); }
    const number = made.querySelector('.number');
    if (number) { old.querySelector('.number').textContent = number.textContent; }
    old.querySelector('.tools').replaceWith(made.querySelector('.tools'));
    patchSource(old, made);
    if (!dirty) { setText(old, Draft.area(made).value); }
    return old;
  }

  function patchSource(old, made) {
    const was = old.querySelector('.source');
    const is = made.querySelector('.source');
    if (was && is && was.querySelector('details').open) { is.querySelector('details').open = true; }
    if (was && is) { was.replaceWith(is); } else if (was) { was.remove(); } else if (is) { old.querySelector('form').appendChild(is); }
  }

  function replaced(old, made, dirty) {
    const area = Draft.area(old);
    enter(made);
    if (dirty) {
      Draft.area(made).value = area.value;
      made.setAttribute('data-seen', old.getAttribute('data-seen'));
    }
    old.replaceWith(made);
    if (dirty) { Draft.later(made); }
    return made;
  }

  /* Where two texts differ, the cursor goes behind the difference. */
  function setText(block, text) {
    const area = Draft.area(block);
    const old = area.value;
    if (Draft.clean(old) === text || (document.activeElement === area && Draft.composing())) { return; }
    let same = 0;
    while (same < Math.min(old.length, text.length) && old[old.length - 1 - same] === text[text.length - 1 - same]) { same += 1; }
    area.value = text;
    Draft.know(block, text);
    block.removeAttribute('data-fit');
    if (document.activeElement === area) { area.setSelectionRange(text.length - same, text.length - same); }
  }

  /* New blocks stay behind the one they stand behind; one that has gone but holds words of ours becomes new. */
  function withNew(wanted) {
    const order = wanted.slice();
    Draft.all().forEach(function (block) {
      if (order.indexOf(block) >= 0) { return; }
      if (!Draft.isNew(block) && !Draft.dirty(block)) { return; }
      if (!Draft.isNew(block)) { Draft.uproot(block); Draft.later(block); }
      order.splice(order.indexOf(block.previousElementSibling) + 1, 0, block);
    });
    return order;
  }

  /* In this order, without ever moving the one that is being written in. */
  function arrange(order) {
    const list = sheets.querySelector('.blocks');
    const pivot = order.find(function (one) { return one.contains(document.activeElement); });
    Draft.all().forEach(function (one) { if (order.indexOf(one) < 0) { one.remove(); } });
    let at = list.firstElementChild;
    order.forEach(function (one) {
      if (one === pivot) { at = one.nextElementSibling; return; }
      if (one === at) { at = at.nextElementSibling; return; }
      list.insertBefore(one, at);
    });
  }

  /* The focus, where an answer puts a new button in place of the one that was pressed. */
  function focused() {
    const at = document.activeElement;
    const block = at && at.closest && at.closest('[data-block]');
    const all = Draft.all();
    return {
      at: at, block: block, number: block ? all.indexOf(block) : -1, inside: sheets.contains(at),
      selector: at && at.name ? at.tagName + '[name="' + at.name + '"]' + (at.tagName === 'BUTTON' ? '[value="' + at.value + '"]' : '') : ''
    };
  }

  function refocus(was) {
    if (!was.inside || document.contains(was.at)) { return; }
    const all = Draft.all();
    const block = was.block && (document.contains(was.block) ? was.block : document.getElementById(was.block.id) || all[Math.min(was.number, all.length - 1)]);
    const root = block || sheets.querySelector('.bar');
    const same = was.selector && root.querySelector(was.selector);
    const target = same && !same.disabled ? same : block ? Draft.area(block) : root.querySelector('button:not([disabled]), a');
    if (target) { target.focus({ preventScroll: true }); }
  }

  function show(id, focus) {
    const block = document.getElementById(id);
    if (!block) { return; }
    block.scrollIntoView({ block: 'nearest' });
    if (focus) { Draft.area(block).focus({ preventScroll: true }); return; }
    sheets.querySelectorAll('[data-flash]').forEach(function (one) { one.removeAttribute('data-flash'); });
    block.setAttribute('data-flash', '');
    window.clearTimeout(flashing);
    flashing = window.setTimeout(function () { block.removeAttribute('data-flash'); }, 1600);
  }

  /* Deeds. What is still waiting to be saved goes first. */

  function undoButton() {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'plain';
    made.textContent = '撤销';
    made.addEventListener('click', function () { step('undo'); });
    return made;
  }

  function told(answer, op) {
    if (answer.said) { Yanku.toast(answer.said, false, op === 'undo' || op === 'redo' ? null : undoButton()); }
  }

  /* `fields` may be a function: what it says is asked for when its turn comes. */
  function deed(fields, then) {
    Draft.flush();
    return Draft.queue(function () {
      const sent = typeof fields === 'function' ? fields() : fields;
      if (!sent) { return null; }
      return Draft.send(sent).then(function (answer) {
        Draft.renew(answer);
        told(answer, sent.op);
        if (then) { then(answer); }
      }, function (error) {
        if (error.answer && error.answer.order) { Draft.renew(error.answer); }
        throw error;
      });
    });
  }

  function step(op) {
    return deed(function () { return { op: op, etag: Draft.etag() }; }, function (answer) { if (answer.block) { show(answer.block); } });
  }

  function shift(block, fields) {
    return deed(function () { return Object.assign({ block: block.id }, fields); }, function () {
      if (document.contains(block)) { block.scrollIntoView({ block: 'nearest' }); }
    });
  }

  function remove(block) {
    const all = Draft.all();
    const next = all[all.indexOf(block) - 1] || all[all.indexOf(block) + 1];
    const area = Draft.area(block);
    if (document.activeElement === area && next) {
      Draft.area(next).focus();
      Draft.area(next).setSelectionRange(Draft.area(next).value.length, Draft.area(next).value.length);
    }
    deed(function () {
      if (Draft.isNew(block)) { block.remove(); return null; }
      return { op: 'remove', block: block.id, seen: block.getAttribute('data-seen') };
    });
  }

  /* A new block, there at once: what is typed before the server has answered is typed into it. */
  Draft.sprout = function (after, text) {
    const block = document.importNode(blank.content, true).querySelector('[data-block]');
    sprouted += 1;
    Draft.name(block, 'new-' + sprouted);
    block.setAttribute('data-new', '');
    Draft.know(block, '');
    const list = sheets.querySelector('.blocks');
    list.insertBefore(block, after ? after.nextElementSibling : null);
    Draft.area(block).value = text || '';
    Draft.fit([Draft.area(block)]);
    return block;
  };

  function below(after) {
    const block = Draft.sprout(after);
    Draft.area(block).focus();
    Draft.flush();
    Draft.save(block);
  }

  /* Parted at the cursor at once; put together again when the server says no. */
  function part(block) {
    const area = Draft.area(block);
    const text = area.value;
    const at = area.selectionStart;
    if (!text.slice(at).trim()) { below(block); return; }
    if (!text.slice(0, at).trim()) { return; }
    Draft.flush();
    const second = Draft.sprout(block, text.slice(at));
    area.value = text.slice(0, at);
    Draft.know(second, Draft.area(second).value);
    Draft.fit([area]);
    Draft.area(second).focus();
    Draft.area(second).setSelectionRange(0, 0);
    Draft.queue(function () {
      return Draft.send({ op: 'split', block: block.id, offset: offset(text, at) }).then(function (answer) {
        Draft.name(second, answer.block);
        Draft.know(block, text.slice(0, at));
        Draft.renew(answer, { sent: [block, second] });
      }, function (error) {
        area.value += Draft.area(second).value;
        second.remove();
        area.focus();
        Draft.later(block);
        throw error;
      });
    });
  }

  /* Where that is in the text as the server keeps it: lines stripped, none empty. Its characters are code points. */
  function offset(text, at) {
    const head = Draft.clean(text.slice(0, at));
    const whole = Draft.clean(text);
    const cut = whole.charAt(head.length) === '\n' ? head.length + 1 : head.length;
    return String(Array.from(whole.slice(0, cut)).length);
  }

  function join(block) {
    const before = block.previousElementSibling;
    if (!before || !before.querySelector('.tools [value=merge]')) { return false; }
    const at = Draft.area(before).value.length;
    deed(function () { return Draft.isNew(block) ? null : { op: 'merge', block: before.id }; }, function () {
      Draft.area(before).focus();
      Draft.area(before).setSelectionRange(at, at);
    });
    return true;
  }

  /* Every button does its deed here; its form is for those without scripts. */
  paper.addEventListener('click', function (event) {
    const button = event.target.closest('button');
    const form = button && button.form;
    if (!form || button.type === 'button') { return; }
    event.preventDefault();
    if (form.id === 'gaps') { button.focus(); }
    if (button.hasAttribute('data-saves')) { Draft.flush(); return; }
    const op = button.name === 'op' ? button.value : '';
    const block = form.closest('.insert') ? null : form.closest('[data-block]');
    if (op === 'undo' || op === 'redo') { step(op); return; }
    if (op === 'remove') { remove(block); return; }
    if (button.name === 'under') { here(button.value); return; }
    if (block && button.name === 'level') { shift(block, { op: 'level', level: button.value }); return; }
    if (block) { shift(block, { op: op }); return; }
    const fields = {};
    new FormData(form).forEach(function (value, name) {
      if (name !== 'csrf' && name !== 'had') { fields[name] = fields[name] === undefined ? value : [].concat(fields[name], value); }
    });
    fields.op = op;
    deed(fields, function (answer) { done(form, answer); });
  });

  /* What was written into a form for a new block has been put in. */
  function done(form, answer) {
    const insert = form.closest('.insert');
    if (!insert) { return; }
    form.querySelector('textarea').value = '';
    insert.open = false;
    if (answer.block) { show(answer.block, true); }
  }

  function here(under) {
    Draft.queue(function () {
      return Draft.post('/here', { under: under }).then(function () {
        return Draft.send({ op: 'facts', had: '' });
      }).then(function (answer) {
        Draft.renew(answer);
        Yanku.toast('以后按 B 摘录，都放在这个标题下面', false);
      });
    });
  }

  sheets.addEventListener('toggle', function (event) {
    if (event.target.classList.contains('insert') && event.target.open) {
      const area = event.target.querySelector('textarea');
      area.focus();
      Draft.fit([area]);
    }
  }, true);

  /* Keys in a text */
  paper.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229) { return; }
    const area = event.target;
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && event.key.toLowerCase() === 's') { event.preventDefault(); Draft.flush(); return; }
    if (area.id === 'draft-title' && event.key === 'Enter') {
      event.preventDefault();
      const first = Draft.all()[0];
      if (first) { Draft.area(first).focus(); } else { below(null); }
      return;
    }
    const block = Draft.owner(area);
    if (!block) { return; }
    const level = Number(block.getAttribute('data-level'));
    if (ctrl && (event.key.toLowerCase() === 'z' || event.key.toLowerCase() === 'y')) {
      step(event.key.toLowerCase() === 'z' && !event.shiftKey ? 'undo' : 'redo');
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      shift(block, { op: event.key === 'ArrowUp' ? 'up' : 'down' });
    } else if (event.altKey && level && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      const to = level + (event.key === 'ArrowLeft' ? -1 : 1);
      if (to >= 1 && to <= 4) { shift(block, { op: 'level', level: String(to) }); }
    } else if (event.key === 'Enter' && level) {
      below(block);
    } else if (event.key === 'Enter' && ctrl) {
      part(block);
    } else if (event.key === 'Backspace' && !area.value) {
      remove(block);
    } else if (!(event.key === 'Backspace' && area.selectionEnd === 0 && !level && join(block))) {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener('keydown', function (event) {
    const key = event.key.toLowerCase();
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || !(event.ctrlKey || event.metaKey) || event.altKey) { return; }
    if (key === 'z' || key === 'y') {
      event.preventDefault();
      step(key === 'z' && !event.shiftKey ? 'undo' : 'redo');
    }
  });

  /* Several lines into an empty block or a heading: each a block of its own, numbered ones as headings. */
  paper.addEventListener('paste', function (event) {
    const block = Draft.owner(event.target);
    const text = event.clipboardData ? event.clipboardData.getData('text/plain') : '';
    if (!block || Draft.clean(text).split('\n').length < 2) { return; }
    const own = block.classList.contains('text') && !event.target.value.trim();
    if (!own && !(Number(block.getAttribute('data-level')) > 0)) { return; }
    event.preventDefault();
    deed(function () {
      const fields = { op: 'paste', after: block.id, text: text };
      if (own) { fields.into = block.id; }
      return fields;
    }, function (answer) { if (answer.block) { show(answer.block, true); } });
  });

  /* Dragging by the grip; a heading takes along what stands under it. */
  sheets.addEventListener('dragstart', function (event) {
    if (!event.target.closest || !event.target.closest('.grip')) { return; }
    dragged = event.target.closest('[data-block]');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', Draft.area(dragged).value);
    event.dataTransfer.setDragImage(dragged, 20, 12);
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
    const moved = dragged;
    const at = over.getAttribute('data-drop') === 'after' ? over : over.previousElementSibling;
    deed(function () {
      return { op: 'move', block: moved.id, after: at && !Draft.isNew(at) ? at.id : '', whole: '1' };
    }, function () { show(moved.id); });
  });
  sheets.addEventListener('dragend', function () {
    if (dragged) { dragged.removeAttribute('data-dragged'); }
    dragged = null;
    unmark();
  });
  function unmark() { sheets.querySelectorAll('[data-drop]').forEach(function (one) { one.removeAttribute('data-drop'); }); }

  let width = window.innerWidth;
  window.addEventListener('resize', function () {
    if (window.innerWidth === width) { return; }
    width = window.innerWidth;
    Draft.fit(Array.from(paper.querySelectorAll('textarea')));
  });

  Draft.all().forEach(function (one) { enter(one); one.setAttribute('data-fit', ''); });
  Draft.fit(Array.from(paper.querySelectorAll('textarea')));
  Draft.recover();
  if (window.location.hash) { show(window.location.hash.slice(1)); }
}());
