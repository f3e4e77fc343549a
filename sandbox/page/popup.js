/** A menu beside a button or the pointer: of a message, of a chat, of what can be attached. */

import { byId, h, icon } from './dom.js';

const MARGIN = 8; // pixels to the edge of the window
const GAP = 4; // pixels to the button

/**
 * Opens the menu beside `box`, a rectangle of the window: below it where there is room, otherwise above.
 * `items` are {icon, label, run, danger?} and, for things to pick by eye, {label, run, glyph: true}.
 */
export function openMenu(box, items) {
  const popup = byId('popup');
  const entries = items.map((item) => entry(popup, item));
  popup.replaceChildren(...entries);
  popup.classList.toggle('glyphs', items.every((item) => item.glyph));
  popup.showPopover();
  const { offsetWidth: width, offsetHeight: height } = popup;
  const fitsBelow = box.bottom + GAP + height <= innerHeight - MARGIN;
  const fitsRight = box.left + width <= innerWidth - MARGIN;
  popup.style.left = `${clamp(fitsRight ? box.left : box.right - width, innerWidth - width)}px`;
  popup.style.top = `${clamp(fitsBelow ? box.bottom + GAP : box.top - GAP - height, innerHeight - height)}px`;
  entries[0]?.focus();
}

/** Where the pointer is, as a rectangle without a size. */
export const atPointer = ({ clientX, clientY }) => new DOMRect(clientX, clientY);

function entry(popup, item) {
  return h(
    'button',
    {
      role: 'menuitem',
      class: item.danger ? 'popup-item danger' : 'popup-item',
      onclick: () => {
        popup.hidePopover();
        item.run();
      },
    },
    item.icon && icon(item.icon),
    item.label,
  );
}

const clamp = (value, most) => Math.max(MARGIN, Math.min(value, most - MARGIN));

export function initPopup() {
  const popup = byId('popup');
  popup.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const entries = [...popup.children];
    const next = entries.indexOf(document.activeElement) + step;
    entries.at(next % entries.length)?.focus();
  });
}
