/* Asking the server: one thing after the other, again when it was away, and telling how it stands. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const Draft = Yanku.draft;
  if (!Draft) { return; }
  let csrf = Draft.paper.getAttribute('data-csrf');
  let tail = Promise.resolve();
  let going = 0;
  let away = false;
  let refused = false;
  let pause = 0;
  let retry = 0;

  Draft.body = function (fields) {
    const made = new URLSearchParams();
    made.append('csrf', csrf);
    if (fields.had === undefined) { made.append('had', Draft.etag()); }
    Object.keys(fields).forEach(function (name) {
      [].concat(fields[name]).forEach(function (value) { made.append(name, value); });
    });
    return made;
  };

  function wrong(response, answer) {
    const words = answer.error ? answer.error + (answer.remedy ? '（' + answer.remedy + '）' : '') : '没有做成，请再试一次';
    const error = new Error(words);
    error.status = response.status;
    error.answer = answer;
    return error;
  }

  /* A server that was started anew does not know this page any more: ask it for a new token, once. */
  function freshToken() {
    return window.fetch(Draft.address, { credentials: 'same-origin' }).then(function (response) { return response.text(); })
      .then(function (html) {
        const page = new DOMParser().parseFromString(html, 'text/html').querySelector('[data-csrf]');
        csrf = page ? page.getAttribute('data-csrf') : csrf;
        document.querySelectorAll('[name=csrf]').forEach(function (one) { one.value = csrf; });
      });
  }

  Draft.post = function (path, fields, again) {
    return window.fetch(Draft.address + path, {
      method: 'POST', body: Draft.body(fields), credentials: 'same-origin', headers: { Accept: 'application/json' }
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
    tail = tail.then(task).catch(Draft.failed).then(function () { going -= 1; Draft.tell(); });
    return tail;
  };

  /* In its turn, but nothing is being saved. */
  Draft.quietly = function (task) {
    tail = tail.then(task).catch(Draft.failed).then(Draft.tell);
  };
  Draft.idle = function () { return !going; };
  Draft.settled = function () { return tail; };
  Draft.troubled = function () { return away || refused; };

  Draft.failed = function (error) {
    if (error.status && error.status < 500) {
      refused = true;
      Yanku.toast(error.message, false);
      return;
    }
    if (!away) { Yanku.toast('连不上言库，字都在这一页上；连上了会自己存', false); }
    away = true;
    pause = Math.min(30000, (pause || 1000) * 2);
    window.clearTimeout(retry);
    retry = window.setTimeout(Draft.again, pause);
  };

  Draft.again = function () { if (Draft.pending()) { Draft.flush(); } else { Draft.look(); } };

  function back() {
    if (away) { Yanku.toast('又连上了', false); }
    away = refused = false;
    pause = 0;
    window.clearTimeout(retry);
  }

  Draft.tell = function () {
    const box = Draft.sheets.querySelector('[data-saved]');
    if (!box) { return; }
    const clashes = Draft.clashes;
    clashes.forEach(function (one, owner) { if (!document.contains(owner)) { clashes.delete(owner); } });
    const words = clashes.size ? '有一处等您选' : away ? '没有存上，正在再试' : going ? '正在存……'
      : refused ? '没有存上' : Draft.pending() ? '……' : '已存';
    if (box.textContent !== words) { box.textContent = words; }
    box.toggleAttribute('data-warn', Boolean(clashes.size || away || refused));
  };
}());
