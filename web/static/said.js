/* Reads aloud what has just been done: a status that stands there from the first is passed over. */
(function () {
  'use strict';
  const told = document.querySelector('[data-said] [role=status]');
  if (told) { window.Yanku.say(told.textContent); }
}());
