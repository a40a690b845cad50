/* Saying yes or no about themes in place: the tags change where they stand, the numbers beside them follow.
   Without this script the same buttons send a form and the page comes back. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const form = document.getElementById('decide');
  const list = document.querySelector('.results[data-theme]');
  const PAUSE = 500;
  let counting = 0;
  let ended = null;

  function stopsOf(key) {
    return Array.from(document.querySelectorAll('[data-stop][data-key]')).filter(function (stop) {
      return stop.getAttribute('data-key') === key;
    });
  }

  /* A card that no longer belongs to the theme one looks through stays in its place, only paler. */
  function dim(stop, tags) {
    const around = stop.closest('[data-theme]');
    if (!around || !stop.classList.contains('hit')) { return; }
    const chosen = around.getAttribute('data-theme');
    const kept = Array.from(tags.querySelectorAll('.tag:not([data-denied]) > .theme')).some(function (button) {
      return button.getAttribute('data-id') === chosen;
    });
    stop.toggleAttribute('data-off', !kept);
  }

  Yanku.renew = function (tagged) {
    Object.keys(tagged).forEach(function (key) {
      stopsOf(key).forEach(function (stop) {
        const fresh = new DOMParser().parseFromString('<div class="tags">' + tagged[key] + '</div>', 'text/html');
        const tags = document.importNode(fresh.querySelector('.tags'), true);
        const old = stop.querySelector('.tags');
        if (old) { old.parentNode.replaceChild(tags, old); dim(stop, tags); }
      });
    });
  };

  /* How many there are now, beside every choice: as the same page would show them. */
  function recount() {
    window.fetch(window.location.href, { credentials: 'same-origin' }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (html) {
      const page = new DOMParser().parseFromString(html, 'text/html');
      const now = {};
      page.querySelectorAll('.facets ul a').forEach(function (link) {
        now[link.getAttribute('href')] = link.querySelector('.n').textContent;
      });
      document.querySelectorAll('.facets ul a').forEach(function (link) {
        link.querySelector('.n').textContent = now[link.getAttribute('href')] || '0';
      });
      const sum = document.querySelector('.sum > b');
      const fresh = page.querySelector('.sum > b');
      if (sum) { sum.textContent = fresh ? fresh.textContent : '0 段'; }
    }).catch(function () { Yanku.say('左边的数目还是原来的，刷新页面再看'); });
  }

  /* What follows a decision: the panel, if one is open, and after a moment the numbers. */
  Yanku.decided = function () {
    window.clearTimeout(counting);
    if (document.querySelector('.desk .facets')) { counting = window.setTimeout(recount, PAUSE); }
    return Yanku.refill();
  };

  function lastOf(stop) {
    const all = document.querySelectorAll('[data-stop]');
    return all[all.length - 1] === stop;
  }

  function end() {
    return document.querySelector('a[rel=next]') ? '本页完，按 N 看下一页' : '看完了，这是最后一段';
  }

  /* Y and X: about the one theme that is looked through. True when the eye may go on to the next. */
  Yanku.decide = function (stop, word) {
    if (document.querySelector('[data-many]')) { Yanku.toast('批量里先打勾（空格键），再点“对”或“不是”', false); return false; }
    if (!form || !list) { Yanku.toast('先在左边只选一个主题', false); return false; }
    if (!stop) { return false; }
    const last = lastOf(stop);
    if (ended === stop) { Yanku.toast(end(), false); return false; }
    ended = last ? stop : null;
    if (!stop.querySelector('[data-panel]')) {
      Yanku.toast('标题没有自己的主题，跳过' + (last ? '。' + end() : ''), false);
      return true;
    }
    Yanku.choose([word, list.getAttribute('data-theme'), stop.getAttribute('data-key')].join(' '), stop, last ? '。' + end() : '');
    return true;
  };

  /* The eye went elsewhere, or what was said last is taken back: the last one may be decided again. */
  Yanku.again = function () { ended = null; };

  document.addEventListener('click', function (event) {
    if (!event.target.closest) { return; }
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const say = event.target.closest('button[name=choice]');
    const link = event.target.closest('[data-panel]');
    if (say && form && !document.querySelector('.decided')) {
      event.preventDefault();
      say.setAttribute('aria-busy', 'true');
      Yanku.choose(say.value).then(function () { say.removeAttribute('aria-busy'); });
    } else if (link && plain) {
      event.preventDefault();
      Yanku.panel(link);
    }
  });
}());
