/** The large view of a picture, and of its neighbours in the conversation. */

import { byId } from './dom.js';
import { clock, day } from './format.js';
import { t } from './words.js';

const SWIPE = 60; // pixels

export class Viewer {
  #dialog = byId('viewer');
  #image = byId('viewer-image');
  #messages = [];
  #at = 0;
  #touchedAt = null;

  constructor() {
    byId('viewer-close').addEventListener('click', () => this.#dialog.close());
    byId('viewer-previous').addEventListener('click', () => this.#step(-1));
    byId('viewer-next').addEventListener('click', () => this.#step(1));
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog || target === this.#image) this.#dialog.close();
    });
    this.#dialog.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowLeft') this.#step(-1);
      if (key === 'ArrowRight') this.#step(1);
    });
    this.#dialog.addEventListener('close', () => this.#image.removeAttribute('src'));
    this.#dialog.addEventListener('touchstart', ({ touches }) => {
      this.#touchedAt = touches.length === 1 ? touches[0].clientX : null;
    }, { passive: true });
    this.#dialog.addEventListener('touchend', ({ changedTouches }) => this.#swiped(changedTouches[0].clientX), { passive: true });
  }

  /** Opens the picture of `message`; `messages` are those whose pictures the arrow keys go through. */
  open(message, messages) {
    this.#messages = messages.filter((other) => other.photo);
    this.#at = this.#messages.findIndex((other) => other.id === message.id);
    this.#show();
    this.#dialog.showModal();
  }

  #step(by) {
    const next = this.#at + by;
    if (!this.#messages[next]) return;
    this.#at = next;
    this.#show();
  }

  #swiped(x) {
    if (this.#touchedAt === null) return;
    const moved = x - this.#touchedAt;
    if (Math.abs(moved) > SWIPE) this.#step(moved > 0 ? -1 : 1);
  }

  #show() {
    const { photo, text, from, date } = this.#messages[this.#at];
    this.#image.width = photo.width;
    this.#image.height = photo.height;
    this.#image.src = photo.url;
    this.#image.alt = text || t('Picture');
    byId('viewer-name').textContent = from.name;
    byId('viewer-place').textContent = `${day(date)}, ${clock(date)} · ${photo.width} × ${photo.height}`;
    byId('viewer-caption').textContent = text;
    byId('viewer-caption').hidden = !text;
    byId('viewer-download').href = photo.url;
    byId('viewer-download').download = `picture-${this.#messages[this.#at].id}.jpg`;
    byId('viewer-previous').disabled = this.#at === 0;
    byId('viewer-next').disabled = this.#at === this.#messages.length - 1;
  }
}
