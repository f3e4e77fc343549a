/**
 * Gestures on messages: a swipe to the left or a double click answers one, a tap or a right click opens
 * its menu. A touch that scrolls presses nothing.
 */

import { atPointer } from './popup.js';

const REACH = 56; // pixels that a swipe has to cover
const SLIP = 12; // pixels that a finger may move while it presses
const STILL_MS = 200; // without a scroll, after which a list that was flung is taken to stand
const INTERACTIVE = 'a, button, code, pre, .tg-spoiler';

/** `messageAt(element)` tells which message an element belongs to, if any. */
export function initGestures(log, { messageAt, reply, openMenu }) {
  initScrolling(log);
  initMenu(log, messageAt, openMenu);
  initSwipe(log, messageAt, reply);

  log.addEventListener('dblclick', ({ target }) => {
    const message = messageAt(target);
    if (!message || message.service || target.closest(INTERACTIVE)) return;
    getSelection().removeAllRanges(); // the first two clicks have selected a word
    reply(message);
  });
}

/** A key costs a picture: a touch that moves the list, or that stops it, is none of it. */
function initScrolling(log) {
  let scrolled = -Infinity; // when the list last moved after a finger had moved it
  let isFlung = false;
  let touch = null;
  log.addEventListener('touchmove', () => { isFlung = true; }, { passive: true });
  log.addEventListener('scroll', () => { if (isFlung) scrolled = performance.now(); }, { passive: true });
  log.addEventListener('pointerdown', ({ clientX, clientY }) => {
    touch = { x: clientX, y: clientY, top: log.scrollTop, stops: performance.now() - scrolled < STILL_MS };
    isFlung = false;
  }, { capture: true, passive: true });
  log.addEventListener('click', (event) => {
    if (event.pointerType !== 'touch' || !touch || !event.target.closest('.keyboard')) return;
    const slipped = Math.hypot(event.clientX - touch.x, event.clientY - touch.y) > SLIP || log.scrollTop !== touch.top;
    if (!touch.stops && !slipped) return;
    event.stopPropagation();
    event.preventDefault();
  }, { capture: true });
}

function initMenu(log, messageAt, openMenu) {
  log.addEventListener('contextmenu', (event) => {
    const message = messageAt(event.target);
    if (!message || message.service || event.target.closest('a, img')) return;
    event.preventDefault();
    openMenu(message, atPointer(event));
  });
  log.addEventListener('click', (event) => {
    if (event.pointerType !== 'touch' || event.target.closest(INTERACTIVE)) return;
    const message = event.target.closest('.bubble') && messageAt(event.target);
    if (message) openMenu(message, atPointer(event));
  });
}

function initSwipe(log, messageAt, reply) {
  let swipe = null;
  log.addEventListener('touchstart', ({ target, touches }) => {
    const message = touches.length === 1 && messageAt(target);
    swipe = message && !message.service ? { message, row: target.closest('.row'), x: touches[0].clientX, y: touches[0].clientY, by: 0 } : null;
  }, { passive: true });

  log.addEventListener('touchmove', ({ touches }) => {
    if (!swipe) return;
    const across = touches[0].clientX - swipe.x;
    const down = touches[0].clientY - swipe.y;
    if (swipe.by === 0 && Math.abs(down) > Math.abs(across)) {
      swipe = null; // a scroll
      return;
    }
    swipe.by = Math.max(-REACH * 1.4, Math.min(0, across));
    swipe.row.style.translate = `${swipe.by}px`;
    swipe.row.classList.toggle('will-reply', swipe.by <= -REACH);
  }, { passive: true });

  const end = () => {
    if (!swipe) return;
    const { message, row, by } = swipe;
    swipe = null;
    row.style.translate = '';
    row.classList.remove('will-reply');
    if (by <= -REACH) reply(message);
  };
  log.addEventListener('touchend', end);
  log.addEventListener('touchcancel', end);
}
