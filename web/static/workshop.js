/* Beside the form of a theme: what would change, a moment after one stops typing. The form is sent as its own
   button would send it, and parts of the answer take their places here. */
(function () {
  'use strict';
  const PAUSE = 500;
  const form = document.getElementById('theme-form');
  const fields = ['name', 'broader', 'scope', 'strong', 'weak', 'not', 'examples'];
  let timer = 0;
  let latest = 0;
  let composing = false;

  function swap(page, id) {
    const mine = document.getElementById(id);
    const other = page.getElementById(id);
    if (mine && other) { mine.parentNode.replaceChild(document.importNode(other, true), mine); }
  }

  function show(page, parts) {
    fields.forEach(function (name) {
      swap(page, 'faults-' + name);
      const mine = document.getElementById('theme-' + name);
      const other = page.getElementById('theme-' + name);
      if (other && other.hasAttribute('aria-invalid')) { mine.setAttribute('aria-invalid', 'true'); } else { mine.removeAttribute('aria-invalid'); }
    });
    parts.concat(['sum']).forEach(function (id) { swap(page, id); });
    const sum = document.getElementById('sum').textContent.trim();
    if (sum) { window.Yanku.say(sum); }
  }

  function send(name, value, parts) {
    const mine = latest + 1;
    latest = mine;
    const data = new FormData(form);
    data.append(name, value);
    parts.forEach(function (id) { document.getElementById(id).setAttribute('aria-busy', 'true'); });
    window.fetch(form.action, { method: 'POST', body: data, credentials: 'same-origin' }).then(function (answer) {
      return answer.text();
    }).then(function (html) {
      if (mine === latest) { show(new DOMParser().parseFromString(html, 'text/html'), parts); }
    }).catch(function () {
      parts.forEach(function (id) { document.getElementById(id).removeAttribute('aria-busy'); });
      window.Yanku.say('没有连上言库，预览没有更新');
    });
  }

  function soon() {
    window.clearTimeout(timer);
    if (!composing) { timer = window.setTimeout(function () { send('do', 'preview', ['foreseen']); }, PAUSE); }
  }

  function add(list, term) {
    ['strong', 'weak', 'not'].forEach(function (name) {
      const area = document.getElementById('theme-' + name);
      const kept = area.value.split('\n').filter(function (line) { return line.trim() && line.trim() !== term; });
      area.value = (name === list ? kept.concat([term]) : kept).join('\n');
    });
    document.getElementById('theme-' + list).scrollTop = 1e6;
    window.Yanku.say('已加上' + term + '，还没有应用');
    send('do', 'preview', ['foreseen']);
  }

  if (form) {
    form.addEventListener('compositionstart', function () { composing = true; });
    form.addEventListener('compositionend', function () { composing = false; soon(); });
    form.addEventListener('input', soon);
    document.addEventListener('click', function (event) {
      const button = event.target.closest ? event.target.closest('button') : null;
      if (!button || button.form !== form) { return; }
      if (button.hasAttribute('data-add')) {
        event.preventDefault();
        add(button.getAttribute('data-add'), button.getAttribute('data-term'));
        button.disabled = true;
      } else if (button.name === 'more' || button.value === 'preview') {
        event.preventDefault();
        send(button.name, button.value, ['foreseen']);
      } else if (button.value === 'propose') {
        event.preventDefault();
        button.disabled = true;
        button.textContent = '正在找……';
        send('do', 'propose', ['proposals', 'foreseen']);
      }
    });
    document.querySelector('[data-preview-button]').hidden = true;
  }
}());
