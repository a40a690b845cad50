/* Two windows on one draft: both texts stand in the page, and the person chooses. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const Draft = Yanku.draft;
  if (!Draft) { return; }

  function button(words, deed) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'plain';
    made.textContent = words;
    made.addEventListener('click', function (event) { event.stopPropagation(); deed(); });
    return made;
  }

  Draft.choice = function (theirs, deeds) {
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
  };

  Draft.settle = function (owner) {
    const box = Draft.clashes.get(owner);
    if (box) { box.remove(); }
    Draft.clashes.delete(owner);
    Draft.tell();
  };

  Draft.choose = function (block, clash) {
    const area = Draft.area(block);
    Draft.settle(block);
    function take(text) {
      Draft.settle(block);
      block.setAttribute('data-seen', clash.seen);
      Draft.know(block, clash.theirs);
      area.value = text;
      Draft.fit([area]);
      if (Draft.dirty(block)) { Draft.save(block); } else { Draft.forget(block); Draft.tell(); }
      area.focus();
    }
    const box = Draft.choice(clash.theirs, {
      用我的: function () { take(area.value); },
      用那边的: function () { take(clash.theirs); },
      两段都留: function () { take(clash.theirs + '\n' + area.value); }
    });
    Draft.clashes.set(block, box);
    block.querySelector('form').appendChild(box);
    Draft.tell();
  };
}());
