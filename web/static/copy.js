/* Copying is the product: plain text and rich text for Word and WPS, in one step.
   ES2015 only. Everything it needs stands in data-* attributes; without it the links lead to the text. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const SHOWN = 1500;
  const INDENT = '\u3000\u3000';
  const REFUSED = '浏览器不让网页复制，请选中文字后按 Ctrl+C';

  function escapeHtml(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  }

  /* As `kb/escape.py` does it. */
  function escapeMarkdown(text) {
    const line = text.replace(/[\\`*_{}[\]]/g, '\\$&').replace(/&/g, '&amp;').replace(/</g, '&lt;')
      .replace(/^[#>+-]/, '\\$&').replace(/^([0-9]+)([.)])/, '$1\\$2');
    return line === '\\#' ? line : line.replace(/#$/, '\\#');
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

  function lines(what, form) {
    const cite = form === 'source' && what.owner.getAttribute('data-cite');
    return cite ? [what.text, '（' + cite + '）'] : [what.text];
  }

  function quotation(what) {
    return '> ' + escapeMarkdown(what.text) + '\n>\n> ——' + escapeMarkdown(what.owner.getAttribute('data-cite') || '');
  }

  /* Excerpts, `{owner, text}` each, as they go on the clipboard. Markdown is for plain text alone. */
  function rendered(all, form) {
    if (form === 'markdown') { return { plain: all.map(quotation).join('\n\n') }; }
    const indent = document.documentElement.hasAttribute('data-indent') ? INDENT : '';
    const written = all.reduce(function (some, what) { return some.concat(lines(what, form)); }, []);
    return { plain: written.map(function (line) { return indent + line; }).join('\n'), rich: written.map(paragraph).join('') };
  }
  Yanku.rendered = rendered;

  function whole(owner) {
    return { owner: owner, text: textOf(owner), blanks: Number(owner.getAttribute('data-blanks')) };
  }
  Yanku.whole = whole;

  Yanku.ticked = function () {
    return Array.from(document.querySelectorAll('input[form=many][name=place]:checked')).map(function (one) {
      return whole(one.closest('[data-stop]'));
    });
  };

  function gaps(all) {
    const left = all.reduce(function (sum, one) { return sum + one.blanks; }, 0);
    return left ? '，有 ' + left + ' 处空待填' : '';
  }

  function copied(all, form, said) {
    const how = { source: '已连出处复制', markdown: '已复制为 Markdown' }[form] || '已复制';
    write(rendered(all, form)).then(function () {
      Yanku.toast(said + how + gaps(all), false);
    }, function () { Yanku.toast(REFUSED, false); });
    return true;
  }

  /* What is selected, else what is ticked, in place of the passage the eye is on. */
  Yanku.copySelection = function (form) {
    const chosen = Yanku.selected();
    const ticked = Yanku.ticked();
    if (chosen.length) {
      const many = chosen.reduce(function (sum, one) { return sum + one.text.length; }, 0);
      return copied(chosen, form, '选中的 ' + many + ' 个字');
    }
    return ticked.length > 0 && copied(ticked, form, '打勾的 ' + ticked.length + ' 段');
  };

  document.addEventListener('click', function (event) {
    const button = event.target.closest('[data-copy-ticked]');
    if (!button) { return; }
    const ticked = Yanku.ticked();
    if (!ticked.length) { Yanku.toast('还没有打勾', false); return; }
    copied(ticked, button.getAttribute('data-copy-ticked'), '打勾的 ' + ticked.length + ' 段');
  });

  function fill(data, what) {
    data.setData('text/plain', what.plain);
    if (what.rich) { data.setData('text/html', what.rich); }
  }

  /* The browser's own way of copying gives the same as ours. */
  document.addEventListener('copy', function (event) {
    const chosen = event.clipboardData ? Yanku.selected() : [];
    if (!chosen.length) { return; }
    event.preventDefault();
    fill(event.clipboardData, rendered(chosen, 'plain'));
  });

  /* What is dragged out of a passage goes into Word as it goes by copying: a selection, or a button that copies. */
  document.addEventListener('dragstart', function (event) {
    const element = event.target.nodeType === 1 ? event.target : null;
    const button = element && element.closest('[data-copy], button[form=take]');
    if (!button && element && element.closest('a[href], .grip')) { return; }
    const form = button && button.getAttribute('data-copy') || 'plain';
    const all = button ? [whole(ownerOf(button))] : Yanku.selected();
    if (!all.length) { return; }
    event.dataTransfer.clearData();
    fill(event.dataTransfer, rendered(all, form));
    if (Yanku.dragged) { Yanku.dragged(event.dataTransfer, all); }
  });

  /* First choice, although old: it works over http on an office network and in every browser, and both
     texts arrive to the letter. navigator.clipboard cleans the rich one, and trips over the page's own
     policy against inline styles while it does. */
  function writeByEvent(what) {
    let done = false;
    function put(event) {
      event.preventDefault();
      event.stopImmediatePropagation();
      fill(event.clipboardData, what);
      done = true;
    }
    document.addEventListener('copy', put, true);
    try {
      return document.execCommand('copy') && done;
    } finally {
      document.removeEventListener('copy', put, true);
    }
  }

  /* Some browsers tell nobody that something is copied unless something is selected. */
  function writeBySelection(what) {
    const before = document.activeElement;
    const box = document.createElement('textarea');
    box.className = 'unseen';
    box.value = what.plain;
    document.body.appendChild(box);
    box.select();
    const done = writeByEvent(what);
    box.remove();
    if (before && before.focus) { before.focus({ preventScroll: true }); }
    return done;
  }

  function write(what) {
    if (writeByEvent(what) || writeBySelection(what)) { return Promise.resolve(); }
    if (!navigator.clipboard || !navigator.clipboard.write || !window.ClipboardItem) {
      return Promise.reject(new Error('copy'));
    }
    const blobs = { 'text/plain': new Blob([what.plain], { type: 'text/plain' }) };
    if (what.rich) { blobs['text/html'] = new Blob([what.rich], { type: 'text/html' }); }
    return navigator.clipboard.write([new window.ClipboardItem(blobs)]);
  }

  Yanku.say = function (text) {
    const box = document.getElementById('said');
    box.textContent = '';
    window.setTimeout(function () { box.textContent = text; }, 30);
  };

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
    const menu = button.closest('.more-acts');
    if (menu) { menu.open = false; }
  }

  function ownerOf(button) { return button.closest(button.hasAttribute('data-of') ? '.para' : '[data-stop]'); }

  /* Copy what a button belongs to; where copying is forbidden, its link shows the text to copy by hand. */
  Yanku.copy = function (button) {
    const form = button.getAttribute('data-copy');
    const what = whole(ownerOf(button));
    write(rendered([what], form)).then(function () {
      show(button, what.blanks);
      Yanku.say(({ source: '已连出处一起复制', markdown: '已复制为 Markdown' }[form] || '已复制') + gaps([what]));
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
