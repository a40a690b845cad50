/* Copying is the product: plain text and rich text for Word and WPS, in one step.
   ES2015 only. Everything it needs stands in data-* attributes; without it the links lead to the text. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const SHOWN = 1500;

  function escapeHtml(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  }

  function paragraph(text) {
    const style = document.documentElement.getAttribute('data-rich-style');
    return '<p style="' + escapeHtml(style) + '">' + escapeHtml(text) + '</p>';
  }

  /* The text of a card, a passage or a whole paragraph: given, or what its parts show. */
  function textOf(owner) {
    const given = owner.getAttribute('data-taken') || owner.getAttribute('data-text');
    if (given !== null) { return given; }
    return Array.from(owner.querySelectorAll('[data-part]')).map(function (part) {
      return part.textContent;
    }).join('');
  }

  function rendered(lines) {
    const indent = document.documentElement.hasAttribute('data-indent') ? '\u3000\u3000' : '';
    return { plain: lines.map(function (line) { return indent + line; }).join('\n'), rich: lines.map(paragraph).join('') };
  }

  function linesOf(text, owner, form) {
    const cite = form === 'source' && owner.getAttribute('data-cite');
    return cite ? [text, '（' + cite + '）'] : [text];
  }

  function excerpt(owner, form) { return rendered(linesOf(textOf(owner), owner, form)); }

  /* What is selected inside one passage: its owner, and the text without what is not part of it. */
  Yanku.selected = function () {
    const chosen = window.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) { return null; }
    const text = chosen.toString().replace(/\s*\n\s*/g, '').trim();
    const inside = chosen.anchorNode && chosen.anchorNode.parentElement;
    const other = chosen.focusNode && chosen.focusNode.parentElement;
    const owner = inside && inside.closest('[data-stop]');
    if (!text || !owner || !other || other.closest('[data-stop]') !== owner) { return null; }
    if (!inside.closest('.snippet, .peek, [data-part], .sheet')) { return null; }
    return { owner: owner, text: text };
  };

  /* Several excerpts as one, and a selection in place of the whole. */
  Yanku.copyAll = function (owners, form) {
    const lines = owners.reduce(function (all, owner) { return all.concat(linesOf(textOf(owner), owner, form)); }, []);
    return write(rendered(lines));
  };
  Yanku.rich = function (owner, text) { return rendered(linesOf(text || textOf(owner), owner, 'plain')); };
  Yanku.copySelection = function (form) {
    const chosen = Yanku.selected();
    if (!chosen) { return false; }
    write(rendered(linesOf(chosen.text, chosen.owner, form))).then(function () {
      Yanku.toast('选中的 ' + chosen.text.length + ' 个字已' + (form === 'source' ? '连出处一起' : '') + '复制', false);
    });
    return true;
  };

  /* The browser's own way of copying gives the same as ours. */
  document.addEventListener('copy', function (event) {
    const chosen = event.clipboardData && Yanku.selected();
    if (!chosen) { return; }
    const what = rendered([chosen.text]);
    event.preventDefault();
    event.clipboardData.setData('text/plain', what.plain);
    event.clipboardData.setData('text/html', what.rich);
  });

  /* First choice, although old: it works over http on an office network and in every browser, and both
     texts arrive to the letter. navigator.clipboard cleans the rich one, and trips over the page's own
     policy against inline styles while it does. */
  function writeByEvent(what) {
    let done = false;
    function fill(event) {
      event.preventDefault();
      event.stopImmediatePropagation();
      event.clipboardData.setData('text/plain', what.plain);
      event.clipboardData.setData('text/html', what.rich);
      done = true;
    }
    document.addEventListener('copy', fill, true);
    try {
      return document.execCommand('copy') && done;
    } finally {
      document.removeEventListener('copy', fill, true);
    }
  }

  function write(what) {
    if (writeByEvent(what)) { return Promise.resolve(); }
    if (!navigator.clipboard || !navigator.clipboard.write || !window.ClipboardItem) {
      return Promise.reject(new Error('copy'));
    }
    return navigator.clipboard.write([new window.ClipboardItem({
      'text/plain': new Blob([what.plain], { type: 'text/plain' }),
      'text/html': new Blob([what.rich], { type: 'text/html' })
    })]);
  }

  Yanku.say = function (text) {
    const box = document.getElementById('said');
    box.textContent = '';
    window.setTimeout(function () { box.textContent = text; }, 30);
  };

  /* Places that wait to be filled in (×, XX), which a copied text must not keep unnoticed. */
  function blanks(text) {
    return (text.match(/[×Ｘ]+(?![×Ｘ0-9+”])|(?:^|[^A-Za-z0-9+])[Xx]{1,4}(?![A-Za-z0-9+])/g) || []).length;
  }

  function show(button, left) {
    const label = button.querySelector('span');
    document.querySelectorAll('[data-done]').forEach(reset);
    if (!button.hasAttribute('data-label')) { button.setAttribute('data-label', label.textContent); }
    /* As wide as before, so that nothing moves under the mouse. */
    button.style.width = button.getBoundingClientRect().width + 'px';
    label.textContent = '已复制 ✓';
    button.setAttribute('data-done', left ? '有 ' + left + ' 处空待填' : '');
    window.clearTimeout(Number(button.getAttribute('data-timer')));
    button.setAttribute('data-timer', String(window.setTimeout(function () {
      reset(button);
    }, left ? 2 * SHOWN : SHOWN)));
  }

  function reset(button) {
    button.querySelector('span').textContent = button.getAttribute('data-label');
    button.removeAttribute('data-done');
    button.style.width = '';
  }

  /* Copy what a button belongs to; where copying is forbidden, its link shows the text to copy by hand. */
  Yanku.copy = function (button) {
    const form = button.getAttribute('data-copy');
    const owner = button.closest(button.hasAttribute('data-of') ? '.para' : '[data-stop]');
    const left = blanks(textOf(owner));
    write(excerpt(owner, form)).then(function () {
      show(button, left);
      Yanku.say((form === 'source' ? '已连出处一起复制' : '已复制') + (left ? '，有 ' + left + ' 处空待填' : ''));
    }, function () {
      window.location.href = button.href;
    });
  };

  document.addEventListener('click', function (event) {
    const button = event.target.closest('[data-copy]');
    if (!button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    Yanku.copy(button);
  });

  /* They act as buttons, so they say so and answer the space bar too. */
  document.querySelectorAll('[data-copy], [data-peek]').forEach(function (link) {
    link.setAttribute('role', 'button');
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === ' ' && event.target.getAttribute('role') === 'button') {
      event.preventDefault();
      event.target.click();
    }
  });
}());
