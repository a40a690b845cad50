/* Deeds of a draft, by button: blocks moved, parted, joined, removed, put in; everything undone by one more. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const Draft = Yanku.draft;
  if (!Draft) { return; }
  const sheets = Draft.sheets;
  const paper = Draft.paper;
  const blank = document.getElementById('blank');
  let flashing = 0;
  let sprouted = 0;

  Draft.show = function (id, focus) {
    const block = document.getElementById(id);
    if (!block) { return; }
    block.scrollIntoView({ block: 'nearest' });
    if (focus) { Draft.area(block).focus({ preventScroll: true }); return; }
    sheets.querySelectorAll('[data-flash]').forEach(function (one) { one.removeAttribute('data-flash'); });
    block.setAttribute('data-flash', '');
    window.clearTimeout(flashing);
    flashing = window.setTimeout(function () { block.removeAttribute('data-flash'); }, 1600);
  };

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
  Draft.deed = function (fields, then) {
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
  };

  function step(op) {
    return Draft.deed(function () { return { op: op, etag: Draft.etag() }; }, function (answer) { if (answer.block) { Draft.show(answer.block); } });
  }

  function shift(block, fields) {
    return Draft.deed(function () { return Object.assign({ block: block.id, seen: block.getAttribute('data-seen') }, fields); }, function () {
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
    Draft.deed(function () {
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
    Draft.deed(function () { return Draft.isNew(block) ? null : { op: 'merge', block: before.id }; }, function () {
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
    Draft.deed(fields, function (answer) { done(form, answer); });
  });

  /* What was written into a form for a new block has been put in. */
  function done(form, answer) {
    const insert = form.closest('.insert');
    if (!insert) { return; }
    form.querySelector('textarea').value = '';
    insert.open = false;
    if (answer.block) { Draft.show(answer.block, true); }
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

  Draft.step = step;
  Draft.shift = shift;
  Draft.remove = remove;
  Draft.below = below;
  Draft.part = part;
  Draft.join = join;
}());
