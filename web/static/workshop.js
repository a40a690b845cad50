/* Beside the form of a theme: what would change, a moment after one stops typing. The form is sent as its own
   button would send it, and parts of the answer take their places here. */
(function () {
  'use strict';
  const PAUSE = 500;
  const form = document.getElementById('theme-form');
  const fields = ['name', 'broader', 'scope', 'strong', 'weak', 'not', 'examples'];
  let timer = 0;
  const latest = {};
  const asked = {};
  let sent = 0;
  let composing = false;

  function swap(page, id) {
    const mine = document.getElementById(id);
    const other = page.getElementById(id);
    if (mine && other) { mine.parentNode.replaceChild(document.importNode(other, true), mine); }
  }

  /* Several terms typed on one line are lines of their own, as soon as one types elsewhere. */
  function tidy(page, id) {
    const mine = document.getElementById(id);
    const other = page.getElementById(id);
    if (mine && other && mine !== document.activeElement && mine.value.trim() === asked[id].trim()) { mine.value = other.value; }
  }

  function show(page, parts) {
    parts.forEach(function (id) { swap(page, id); });
    if (parts.indexOf('foreseen') < 0) { return; }
    ['strong', 'weak', 'not'].forEach(function (name) { tidy(page, 'theme-' + name); });
    fields.forEach(function (name) {
      swap(page, 'faults-' + name);
      const mine = document.getElementById('theme-' + name);
      const other = page.getElementById('theme-' + name);
      if (other && other.hasAttribute('aria-invalid')) { mine.setAttribute('aria-invalid', 'true'); } else { mine.removeAttribute('aria-invalid'); }
    });
    swap(page, 'sum');
    const sum = document.getElementById('sum').textContent.trim();
    if (sum) { window.Yanku.say(sum); }
  }

  /* Parts of the page are busy until the last answer asked for them has come, or has failed. */
  function send(name, value, parts, failed) {
    sent += 1;
    const mine = sent;
    const data = new FormData(form);
    const isMine = function (id) { return latest[id] === mine; };
    data.append(name, value);
    form.querySelectorAll('textarea').forEach(function (area) { asked[area.id] = area.value; });
    parts.forEach(function (id) { latest[id] = mine; document.getElementById(id).setAttribute('aria-busy', 'true'); });
    let trouble = '没有连上言库，预览没有更新';
    window.fetch(form.action, { method: 'POST', body: data, credentials: 'same-origin' }).then(function (answer) {
      trouble = '言库没有答上来，预览没有更新；填的都还在，可以再点“预览”';
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (html) {
      const wanted = parts.filter(isMine);
      if (wanted.length) { show(new DOMParser().parseFromString(html, 'text/html'), wanted); }
    }).catch(function () {
      parts.filter(isMine).forEach(function (id) { document.getElementById(id).removeAttribute('aria-busy'); });
      document.querySelector('[data-preview-button]').hidden = false;
      if (failed) { failed(); }
      window.Yanku.say(trouble);
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
    form.addEventListener('focusout', function (event) { if (/[、，,；;]|\S[ 　]+\S/.test(event.target.value || '')) { soon(); } });
    /* What was typed and not applied is not left behind unasked. */
    let applied = false;
    const before = new URLSearchParams(new FormData(form)).toString();
    form.addEventListener('submit', function () { applied = true; });
    window.addEventListener('beforeunload', function (event) {
      const now = new URLSearchParams(new FormData(form)).toString();
      if (!applied && (form.hasAttribute('data-unsaved') || now !== before)) { event.preventDefault(); event.returnValue = ''; }
    });
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
        const said = button.textContent;
        button.disabled = true;
        button.textContent = '正在找……';
        send('do', 'propose', ['proposals', 'foreseen'], function () {
          button.disabled = false;
          button.textContent = said;
        });
      }
    });
    document.querySelector('[data-preview-button]').hidden = true;
  }
}());
