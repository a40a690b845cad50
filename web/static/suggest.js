/* A list under the search box while someone types (the combobox pattern of the ARIA Authoring Practices). Nothing
   fires while an input method composes. Enter without a chosen line searches as it always did. */
(function () {
  'use strict';
  const WAIT = 120;
  const box = document.querySelector('.ask input[name=q]');
  if (!box || !window.fetch) { return; }
  const list = document.createElement('ul');
  let timer = 0;
  let asked = '';
  let typed = box.value;

  list.id = 'suggestions';
  list.className = 'suggestions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', '提示');
  list.hidden = true;
  box.parentNode.appendChild(list);
  box.setAttribute('role', 'combobox');
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-controls', list.id);
  box.setAttribute('aria-expanded', 'false');

  function lines() { return Array.from(list.children); }
  function chosen() { return list.querySelector('[aria-selected=true]'); }

  function close() {
    window.clearTimeout(timer);
    asked = '';
    list.hidden = true;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  }

  function choose(line) {
    const before = chosen();
    if (before) { before.setAttribute('aria-selected', 'false'); }
    if (!line) { box.removeAttribute('aria-activedescendant'); return; }
    line.setAttribute('aria-selected', 'true');
    box.setAttribute('aria-activedescendant', line.id);
    line.scrollIntoView({ block: 'nearest' });
  }

  /* A question goes the way of the form, so that the way of looking and what is chosen beside it stay. */
  function follow(line) {
    const q = line.getAttribute('data-q');
    if (!q) { window.location.href = line.getAttribute('data-url'); return; }
    box.value = q;
    typed = q;
    close();
    box.form.submit();
  }

  function part(name, text) {
    const made = document.createElement('span');
    made.className = name;
    made.textContent = text;
    return made;
  }

  function line(one, number) {
    const made = document.createElement('li');
    made.id = 'suggestion-' + number;
    made.setAttribute('role', 'option');
    made.setAttribute('aria-selected', 'false');
    made.setAttribute('data-url', one.url);
    made.setAttribute('data-q', one.q);
    made.appendChild(part('suggested', one.text));
    made.appendChild(part('n', one.count ? one.kind + ' ' + one.count : one.kind));
    return made;
  }

  function show(found) {
    while (list.firstChild) { list.removeChild(list.firstChild); }
    found.forEach(function (one, number) { list.appendChild(line(one, number)); });
    box.removeAttribute('aria-activedescendant');
    list.hidden = !found.length;
    box.setAttribute('aria-expanded', String(!list.hidden));
  }

  function ask() {
    const q = box.value.trim();
    if (!q) { close(); return; }
    asked = q;
    window.fetch('/suggest.json?q=' + encodeURIComponent(q), { credentials: 'same-origin' }).then(function (answer) {
      return answer.json();
    }).then(function (data) {
      if (asked === q && document.activeElement === box) { show(data.suggestions); }
    }).catch(close);
  }

  function changed() {
    if (box.value === typed) { return; }
    typed = box.value;
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT);
  }

  function step(by) {
    const all = lines();
    const next = all.indexOf(chosen()) + by;
    /* One step past either end is the box itself. */
    choose(next < -1 ? all[all.length - 1] : all[next]);
  }

  box.addEventListener('input', function (event) { if (!event.isComposing) { changed(); } });
  box.addEventListener('compositionend', changed);
  box.addEventListener('blur', close);
  box.form.addEventListener('submit', close);

  box.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229 || list.hidden) { return; }
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      step(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && chosen()) {
      event.preventDefault();
      follow(chosen());
    } else if (event.key === 'Escape') {
      /* The first Esc closes the list, the next one leaves the box. */
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });

  /* Before the box loses the focus and the list is gone. */
  list.addEventListener('mousedown', function (event) {
    const at = event.target.closest('[role=option]');
    event.preventDefault();
    if (at && event.button === 0) { follow(at); }
  });
}());
