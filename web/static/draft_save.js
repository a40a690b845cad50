/* What is typed on a draft is saved by itself and never lost: not to an answer that comes late, not to a server that
   is away (it is tried again, and kept by the browser meanwhile), not to another window. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const paper = document.querySelector('[data-draft]');
  if (!paper) { return; }
  const Draft = Yanku.draft = {};
  const address = '/draft/' + encodeURIComponent(paper.getAttribute('data-draft'));
  const sheets = document.getElementById('sheets');
  const facts = document.getElementById('facts');
  const WAIT = 700;
  const LATEST = 5000;
  const KEPT = 'yanku-draft:' + paper.getAttribute('data-draft') + ':';
  const timers = new Map();
  const since = new Map();
  const known = new WeakMap();
  const clashes = new Map();
  let csrf = paper.getAttribute('data-csrf');
  let tail = Promise.resolve();
  let going = 0;
  let away = false;
  let refused = false;
  let pause = 0;
  let retry = 0;
  let composing = false;

  Draft.sheets = sheets;
  Draft.paper = paper;
  Draft.composing = function () { return composing; };
  Draft.clean = function (text) {
    return text.split(/[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+/).map(function (line) { return line.trim(); })
      .filter(Boolean).join('\n');
  };
  Draft.area = function (block) { return block.querySelector('textarea'); };
  Draft.all = function () { return Array.from(sheets.querySelectorAll('[data-block]')); };
  Draft.know = function (block, text) { known.set(block, Draft.clean(text)); };
  Draft.known = function (block) { return known.get(block); };
  Draft.dirty = function (block) { return Draft.clean(Draft.area(block).value) !== known.get(block); };
  Draft.isNew = function (block) { return block.hasAttribute('data-new'); };

  /* Asking the server */

  Draft.etag = function () { return sheets.querySelector('.bar').getAttribute('data-etag'); };

  function body(fields) {
    const made = new URLSearchParams();
    made.append('csrf', csrf);
    if (fields.had === undefined) { made.append('had', Draft.etag()); }
    Object.keys(fields).forEach(function (name) {
      [].concat(fields[name]).forEach(function (value) { made.append(name, value); });
    });
    return made;
  }

  function wrong(response, answer) {
    const words = answer.error ? answer.error + (answer.remedy ? '（' + answer.remedy + '）' : '') : '没有做成，请再试一次';
    const error = new Error(words);
    error.status = response.status;
    error.answer = answer;
    return error;
  }

  /* A server that was started anew does not know this page any more: ask it for a new token, once. */
  function freshToken() {
    return window.fetch(address, { credentials: 'same-origin' }).then(function (response) { return response.text(); })
      .then(function (html) {
        const page = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-csrf]');
        csrf = page ? page.getAttribute('data-csrf') : csrf;
        document.querySelectorAll('[name=csrf]').forEach(function (one) { one.value = csrf; });
      });
  }

  Draft.post = function (path, fields, again) {
    return window.fetch(address + path, {
      method: 'POST', body: body(fields), credentials: 'same-origin', headers: { Accept: 'application/json' }
    }).then(function (response) {
      return response.json().catch(function () { return {}; }).then(function (answer) {
        if (response.ok) { back(); return answer; }
        if (response.status === 403 && !again) {
          return freshToken().then(function () { return Draft.post(path, fields, true); });
        }
        throw wrong(response, answer);
      });
    });
  };
  Draft.send = function (fields) { return Draft.post('/do', fields); };

  /* One after the other, in the order it was done. */
  Draft.queue = function (task) {
    going += 1;
    Draft.tell();
    tail = tail.then(task).catch(failed).then(function () { going -= 1; Draft.tell(); });
    return tail;
  };

  function failed(error) {
    if (error.status && error.status < 500) {
      refused = true;
      Yanku.toast(error.message, false);
      return;
    }
    if (!away) { Yanku.toast('连不上言库，字都在这一页上；连上了会自己存', false); }
    away = true;
    pause = Math.min(30000, (pause || 1000) * 2);
    window.clearTimeout(retry);
    retry = window.setTimeout(again, pause);
  }

  function again() { if (Draft.pending()) { Draft.flush(); } else { Draft.look(); } }

  function back() {
    if (away) { Yanku.toast('又连上了', false); }
    away = refused = false;
    pause = 0;
    window.clearTimeout(retry);
  }

  Draft.tell = function () {
    const box = sheets.querySelector('[data-saved]');
    if (!box) { return; }
    clashes.forEach(function (one, owner) { if (!document.contains(owner)) { clashes.delete(owner); } });
    const words = clashes.size ? '有一处等您选' : away ? '没有存上，正在再试' : going ? '正在存……'
      : refused ? '没有存上' : Draft.pending() ? '……' : '已存';
    if (box.textContent !== words) { box.textContent = words; }
    box.toggleAttribute('data-warn', Boolean(clashes.size || away || refused));
  };

  Draft.pending = function () { return Draft.all().some(Draft.dirty) || factsChanged().length > 0; };

  /* Blocks */

  Draft.later = function (block) {
    window.clearTimeout(timers.get(block));
    if (!since.has(block)) { since.set(block, Date.now()); }
    const wait = Math.max(0, Math.min(WAIT, since.get(block) + LATEST - Date.now()));
    timers.set(block, window.setTimeout(function () {
      if (composing) { since.delete(block); Draft.later(block); } else { Draft.save(block); }
    }, wait));
    Draft.tell();
  };

  Draft.save = function (block) {
    window.clearTimeout(timers.get(block));
    timers.delete(block);
    since.delete(block);
    const text = Draft.area(block).value;
    return Draft.queue(function () { return put(block, text); });
  };

  Draft.flush = function () {
    Draft.all().filter(Draft.dirty).forEach(Draft.save);
    if (factsChanged().length) { saveFacts(); }
    return tail;
  };

  function put(block, text) {
    if (!document.contains(block) || clashes.has(block)) { return null; }
    if (Draft.isNew(block)) { return sow(block); }
    if (Draft.clean(text) === known.get(block)) { return null; }
    const seen = block.getAttribute('data-seen');
    return Draft.send({ op: 'text', block: block.id, text: text, seen: seen }).then(function (answer) {
      accepted(block, text, answer);
    }, function (error) {
      const clash = error.answer && error.answer.clash;
      if (!clash) { throw error; }
      if (clash.theirs === null) { Draft.uproot(block); return sow(block); }
      choose(block, clash);
      Draft.renew(error.answer);
      return null;
    });
  }

  /* A new block, put behind the one it stands behind; at the end when that has gone. */
  function sow(block) {
    const text = Draft.area(block).value;
    let before = block.previousElementSibling;
    while (before && Draft.isNew(before)) { before = before.previousElementSibling; }
    const fields = { op: 'paragraph', text: text };
    if (before) { fields.after = before.id; } else { fields.first = '1'; }
    return Draft.send(fields).catch(function (error) {
      if (error.status !== 404 || !before) { throw error; }
      return Draft.send({ op: 'paragraph', text: text });
    }).then(function (answer) {
      forget(block);
      Draft.name(block, answer.block);
      accepted(block, text, answer);
    });
  }

  function accepted(block, text, answer) {
    Draft.know(block, text);
    if (answer.seen) { block.setAttribute('data-seen', answer.seen); }
    Draft.renew(answer, { sent: block });
    if (!document.contains(block)) { return; }
    if (Draft.dirty(block)) { Draft.later(block); } else { forget(block); }
  }

  /* A block that another window has removed, with words of this one: it becomes a new one. */
  Draft.uproot = function (block) {
    forget(block);
    block.setAttribute('data-new', '');
    known.set(block, '');
    Yanku.toast('这一段在别的窗口里删去了；您写的另放成一段', false);
  };

  /* A new block has got its name. */
  Draft.name = function (block, id) {
    block.removeAttribute('data-new');
    block.id = id;
    block.setAttribute('data-block', id);
    block.querySelector('[name=block]').value = id;
    Draft.area(block).id = 'text-' + id;
    block.querySelector('label').htmlFor = 'text-' + id;
    block.querySelector('.insert [name=after]').value = id;
  };

  /* Kept by the browser until the server has it: a page that dies takes nothing along. */

  function slot(block) {
    if (Draft.isNew(block) && !block.hasAttribute('data-slot')) {
      block.setAttribute('data-slot', 'new' + Date.now() + Math.random().toString(36).slice(2));
    }
    return KEPT + (Draft.isNew(block) ? block.getAttribute('data-slot') : block.id);
  }

  function keep(block) {
    const before = block.previousElementSibling;
    const what = { text: Draft.area(block).value, seen: block.getAttribute('data-seen'), after: before ? before.id : '' };
    try { window.localStorage.setItem(slot(block), JSON.stringify(what)); } catch (error) { /* a private window */ }
  }

  function forget(block) {
    try { window.localStorage.removeItem(slot(block)); } catch (error) { /* a private window */ }
  }

  function keptOf(name) {
    try { return JSON.parse(window.localStorage.getItem(KEPT + name)); } catch (error) { return null; }
  }

  /* What was left unsaved when this draft was last open here. */
  Draft.recover = function () {
    let names = [];
    try { names = Object.keys(window.localStorage); } catch (error) { names = []; }
    names.filter(function (name) { return name.indexOf(KEPT) === 0; }).forEach(function (name) {
      const what = keptOf(name.slice(KEPT.length));
      let block = document.getElementById(name.slice(KEPT.length));
      window.localStorage.removeItem(name);
      if (!what || !Draft.clean(what.text)) { return; }
      if (block && Draft.clean(what.text) === known.get(block)) { return; }
      if (block) { block.setAttribute('data-seen', what.seen); } else { block = Draft.sprout(document.getElementById(what.after)); }
      Draft.area(block).value = what.text;
      Draft.fit([Draft.area(block)]);
      keep(block);
      Draft.save(block);
      Yanku.toast('找回了上次没有存上的字', false);
    });
  };

  /* Two windows: both texts in the page, and the person chooses. */

  function button(words, deed) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'plain';
    made.textContent = words;
    made.addEventListener('click', function (event) { event.stopPropagation(); deed(); });
    return made;
  }

  function choice(theirs, deeds) {
    const box = document.createElement('div');
    const told = document.createElement('p');
    const text = document.createElement('p');
    box.className = 'clash';
    box.setAttribute('role', 'alert');
    told.textContent = '这里刚才在别的窗口里改过，没有覆盖。那边写的是：';
    text.className = 'theirs';
    text.textContent = theirs || '（空白）';
    box.appendChild(told);
    box.appendChild(text);
    Object.keys(deeds).forEach(function (words) { box.appendChild(button(words, deeds[words])); });
    return box;
  }

  function settle(owner) {
    const box = clashes.get(owner);
    if (box) { box.remove(); }
    clashes.delete(owner);
    Draft.tell();
  }

  function choose(block, clash) {
    const area = Draft.area(block);
    settle(block);
    function take(text) {
      settle(block);
      block.setAttribute('data-seen', clash.seen);
      Draft.know(block, clash.theirs);
      area.value = text;
      Draft.fit([area]);
      if (Draft.dirty(block)) { Draft.save(block); } else { forget(block); Draft.tell(); }
      area.focus();
    }
    const box = choice(clash.theirs, {
      用我的: function () { take(area.value); },
      用那边的: function () { take(clash.theirs); },
      两段都留: function () { take(clash.theirs + '\n' + area.value); }
    });
    clashes.set(block, box);
    block.querySelector('form').appendChild(box);
    Draft.tell();
  }

  /* The facts: title, occasion, audience, date. Only those that this window has changed are sent. */

  function was(name) { return facts.querySelector('[name=was-' + name + ']'); }

  function fields() { return Array.from(facts.querySelectorAll('[name=title], [name=occasion], [name=audience], [name=date]')); }

  function line(text) { return Draft.clean(text).split('\n').join(' '); }

  function factsChanged() { return fields().filter(function (one) { return line(one.value) !== was(one.name).value; }); }

  function saveFacts() {
    window.clearTimeout(timers.get(facts));
    if (!factsChanged().length) { Draft.tell(); return tail; }
    return Draft.queue(function () {
      const sent = { op: 'facts' };
      const changed = factsChanged();
      if (!changed.length || clashes.has(facts)) { return null; }
      changed.forEach(function (one) { sent[one.name] = one.value; sent['was-' + one.name] = was(one.name).value; });
      return Draft.send(sent).then(function (answer) {
        changed.forEach(function (one) { was(one.name).value = line(sent[one.name]); });
        Draft.renew(answer);
      }, function (error) {
        const clash = error.answer && error.answer.clash;
        if (!clash) { throw error; }
        chooseFact(facts.querySelector('[name=' + clash.name + ']'), clash);
      });
    });
  }

  function chooseFact(field, clash) {
    settle(facts);
    const box = choice(clash.theirs, {
      用我的: function () { settle(facts); was(field.name).value = clash.theirs; saveFacts(); },
      用那边的: function () { settle(facts); field.value = was(field.name).value = clash.theirs; saveFacts(); }
    });
    clashes.set(facts, box);
    facts.appendChild(box);
    Draft.tell();
  }

  /* What another window has changed is shown, unless it is being changed here. */
  Draft.showFacts = function (now) {
    fields().forEach(function (one) {
      const before = was(one.name);
      if (now[one.name] === undefined || before.value === now[one.name] || clashes.has(facts)) { return; }
      if (line(one.value) !== before.value) { return; }
      one.value = before.value = now[one.name];
      if (one.tagName === 'TEXTAREA') { Draft.fit([one]); }
    });
    document.title = document.title.replace(/^.*?(?= · )/, fields()[0].value);
  };

  /* Typing */

  paper.addEventListener('compositionstart', function () { composing = true; });
  paper.addEventListener('compositionend', function () { composing = false; });
  paper.addEventListener('input', function (event) {
    const field = event.target;
    if (facts.contains(field)) {
      if (field.tagName === 'TEXTAREA') { Draft.fit([field]); }
      window.clearTimeout(timers.get(facts));
      timers.set(facts, window.setTimeout(function () { if (!composing) { saveFacts(); } }, WAIT));
      Draft.tell();
      return;
    }
    if (field.tagName !== 'TEXTAREA') { return; }
    Draft.fit([field]);
    const block = Draft.owner(field);
    if (block) { keep(block); Draft.later(block); }
  });
  paper.addEventListener('change', function (event) { if (facts.contains(event.target)) { saveFacts(); } });

  /* The block whose own text a field is; not that of a form for a new one. */
  Draft.owner = function (field) {
    const block = field.closest && field.closest('[data-block]');
    return block && Draft.area(block) === field ? block : null;
  };

  /* Leaving: saved first, asked only when that does not work. */
  document.addEventListener('click', function (event) {
    const link = event.target.closest('a[href]');
    if (!link || link.target || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    if (link.getAttribute('href').charAt(0) === '#' || !(going || Draft.pending())) { return; }
    event.preventDefault();
    Draft.flush().then(function () { window.location.href = link.href; });
  });
  window.addEventListener('beforeunload', function (event) {
    Draft.flush();
    if ((away || clashes.size || refused) && Draft.pending()) { event.preventDefault(); event.returnValue = ''; }
  });
  window.addEventListener('pagehide', function () {
    Draft.all().filter(Draft.dirty).forEach(function (block) {
      if (Draft.isNew(block) || clashes.has(block)) { return; }
      const sent = { op: 'text', block: block.id, text: Draft.area(block).value, seen: block.getAttribute('data-seen') };
      window.fetch(address + '/do', { method: 'POST', body: body(sent), credentials: 'same-origin', keepalive: true })
        .catch(function () { /* it is kept by the browser */ });
    });
  });

  /* Coming back to this window: what was done in another is shown. */
  Draft.look = function () {
    if (going || document.hidden) { return; }
    tail = tail.then(function () { return Draft.send({ op: 'facts' }); }).then(function (answer) {
      Draft.renew(answer);
      if (Draft.pending()) { Draft.flush(); }
    }).catch(failed).then(Draft.tell);
  };
  window.addEventListener('focus', Draft.look);
  window.addEventListener('online', again);
  window.addEventListener('pageshow', function (event) { if (event.persisted) { Draft.look(); } });
  document.addEventListener('visibilitychange', function () { if (document.hidden) { Draft.flush(); } else { Draft.look(); } });
}());
