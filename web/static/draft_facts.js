/* The facts of a draft: title, occasion, audience, date. Only those that this window has
   changed are sent. ES2015 only. */
(function () {
  'use strict';
  const Yanku = window.Yanku = window.Yanku || {};
  const Draft = Yanku.draft;
  if (!Draft) { return; }
  const facts = Draft.facts;
  const WAIT = 700;
  let timer = 0;

  function was(name) { return facts.querySelector('[name=was-' + name + ']'); }

  function fields() { return Array.from(facts.querySelectorAll('[name=title], [name=occasion], [name=audience], [name=date]')); }

  function line(text) { return Draft.clean(text).split('\n').join(' '); }

  function changed() { return fields().filter(function (one) { return line(one.value) !== was(one.name).value; }); }
  Draft.factsChanged = function () { return changed().length > 0; };

  Draft.saveFacts = function () {
    window.clearTimeout(timer);
    if (!Draft.factsChanged()) { Draft.tell(); return; }
    Draft.queue(function () {
      const sent = { op: 'facts' };
      const mine = changed();
      if (!mine.length || Draft.clashes.has(facts)) { return null; }
      mine.forEach(function (one) { sent[one.name] = one.value; sent['was-' + one.name] = was(one.name).value; });
      return Draft.send(sent).then(function (answer) {
        mine.forEach(function (one) { was(one.name).value = line(sent[one.name]); });
        Draft.renew(answer);
      }, function (error) {
        const clash = error.answer && error.answer.clash;
        if (!clash) { throw error; }
        chooseFact(facts.querySelector('[name=' + clash.name + ']'), clash);
      });
    });
  };

  function chooseFact(field, clash) {
    Draft.settle(facts);
    const box = Draft.choice(clash.theirs, {
      用我的: function () { Draft.settle(facts); was(field.name).value = clash.theirs; Draft.saveFacts(); },
      用那边的: function () { Draft.settle(facts); field.value = was(field.name).value = clash.theirs; Draft.saveFacts(); }
    });
    Draft.clashes.set(facts, box);
    facts.appendChild(box);
    Draft.tell();
  }

  /* What another window has changed is shown, unless it is being changed here. */
  Draft.showFacts = function (now) {
    fields().forEach(function (one) {
      const before = was(one.name);
      if (now[one.name] === undefined || before.value === now[one.name] || Draft.clashes.has(facts)) { return; }
      if (line(one.value) !== before.value) { return; }
      one.value = before.value = now[one.name];
      if (one.tagName === 'TEXTAREA') { Draft.fit([one]); }
    });
    document.title = document.title.replace(/^.*?(?= · )/, fields()[0].value);
  };

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { if (Draft.composing()) { later(); } else { Draft.saveFacts(); } }, WAIT);
  }

  facts.addEventListener('input', function (event) {
    if (event.target.tagName === 'TEXTAREA') { Draft.fit([event.target]); }
    later();
    Draft.tell();
  });
  facts.addEventListener('change', Draft.saveFacts);
}());
