/* What is decided, sent in the order it was said: one request at a time, told one after the other, and taken back
   last first, even when the keys were faster than the answers. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const form = document.getElementById('decide');
  const STAYS = 9000;
  const done = [];
  let tail = Promise.resolve();
  let waiting = 0;
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

  function failed(error) { Yanku.toast(error.message || '没有做成，请刷新页面再试', false); }

  /* The task begins when all before it have been answered. */
  function queue(task) {
    waiting += 1;
    tail = tail.then(task).catch(failed).then(function () { waiting -= 1; });
    return tail;
  }

  /* What was done, with the way back; it goes away by itself, the key for undo does not. */
  Yanku.toast = function (text, undoable, more) {
    document.querySelectorAll('.said').forEach(function (one) { one.remove(); });
    window.clearTimeout(timer);
    const bar = document.createElement('div');
    const words = document.createElement('span');
    bar.className = 'said';
    words.textContent = text;
    bar.appendChild(words);
    if (undoable) {
      const button = document.createElement('button');
      button.className = 'plain';
      button.type = 'button';
      button.textContent = '撤销';
      button.addEventListener('click', Yanku.undo);
      bar.appendChild(button);
    }
    if (more) { bar.appendChild(more); }
    (document.querySelector('.panel-box[open]') || document.body).appendChild(bar);
    timer = window.setTimeout(function () { bar.remove(); }, STAYS);
    Yanku.say(text);
  };

  /* Say something of a theme: `word theme key`. `stop` is where the eye was, `more` what to tell besides. */
  Yanku.choose = function (value, stop, more) {
    const deed = { token: '', stop: stop, undone: false };
    done.push(deed);
    return queue(function () {
      return post('/decide', { choice: value }).then(function (answer) {
        deed.token = answer.undo;
        Yanku.renew(answer.tags);
        Yanku.toast(answer.said + (more || ''), Boolean(answer.undo));
        return Yanku.decided();
      }).catch(function (error) { failed(error); }).then(function () {
        const at = done.indexOf(deed);
        if (!deed.token && at >= 0) { done.splice(at, 1); }
      });
    });
  };

  /* What is done elsewhere, in its turn among the decisions: `back` undoes it. */
  Yanku.undoable = function (back) { done.push({ back: back }); };

  /* Take the last one back; without one on this page, the last of this session. */
  Yanku.undo = function () {
    const told = document.querySelector('form[data-said]');
    if (!done.length && told && told.querySelector('button')) { told.submit(); return; }
    if (done.length && done[done.length - 1].back) { done.pop().back(); return; }
    if (!form) { return; }
    const deed = done.pop();
    if (deed && deed.stop && Yanku.goTo) { Yanku.goTo(deed.stop); }
    queue(function () {
      if (deed && !deed.token) { Yanku.toast('刚才那一下没有改动什么', false); return null; }
      return post('/decide/undo', { step: deed ? deed.token : '' }).then(function (answer) {
        Yanku.renew(answer.tags);
        Yanku.toast(answer.said, false);
        return Yanku.decided();
      });
    });
  };

  /* Go elsewhere, as `go` does it, when everything has been answered. */
  Yanku.leave = function (go) {
    queue(function () { go(); return null; });
  };

  window.addEventListener('beforeunload', function (event) {
    if (waiting > 1) { event.preventDefault(); event.returnValue = ''; }
  });
}());
