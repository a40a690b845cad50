/* An answer changes what it changes and nothing else: what is under the fingers, an input method's half word and the
   cursor stay, and so does what is not saved yet. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const Draft = Yanku.draft;
  if (!Draft) { return; }
  const sheets = Draft.sheets;

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

  Draft.begin = function () {
    Draft.all().forEach(function (one) { enter(one); one.setAttribute('data-fit', ''); });
    Draft.fit(Array.from(Draft.paper.querySelectorAll('textarea')));
  };

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
}());
