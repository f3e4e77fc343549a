/** The messages of the open place: rows, days, what is new, and where the reader has scrolled to. */

import { avatar } from './avatar.js';
import { byId, h, setBadge, setChildren } from './dom.js';
import { day } from './format.js';
import { messageRow } from './message.js';
import { notify } from './notices.js';
import { placeKey } from './state.js';
import { t } from './words.js';

const GROUP_SECONDS = 300;
const NEAR_BOTTOM = 48;

export class Conversation {
  #log = byId('log');
  #toBottom = byId('to-bottom');
  #badge = byId('to-bottom-badge');
  #store;
  #view;
  #key = null;
  #rows = new Map(); // message id -> {message, row}
  #days = new Map(); // words -> element
  #newLine = null;
  #welcome = null;
  #firstNew = null;
  #stuck = true;
  #justEntered = false;

  /** `view` holds what messages can ask for: {reply, openMenu, openPhoto, press, answers}. */
  constructor(store, view) {
    this.#store = store;
    this.#view = { ...view, jump: (id) => this.jump(id) };
    this.#log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#toBottom.addEventListener('click', () => this.#log.scrollTo({ top: this.#log.scrollHeight, behavior: gently() }));
    new ResizeObserver(() => this.#stuck && this.#scrollDown()).observe(this.#log);
    document.addEventListener('visibilitychange', () => this.#markRead());
  }

  /** After an own message: everything above it counts as seen. */
  showNewest() {
    this.#firstNew = null;
    this.#scrollDown();
  }

  #scrollDown() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#stuck = true;
  }

  /** Shows a message that is answered somewhere, and marks it for a moment. */
  jump(id) {
    const row = this.#rows.get(id)?.row;
    if (!row) {
      notify(t('This message is no longer here.'));
      return;
    }
    row.scrollIntoView({ block: 'center', behavior: gently() });
    row.classList.remove('flash');
    void row.offsetWidth; // restarts the animation
    row.classList.add('flash');
  }

  messageAt(element) {
    const row = element.closest('.row[data-id]');
    return row && this.#rows.get(Number(row.dataset.id))?.message;
  }

  render() {
    const { place } = this.#store;
    const key = place && placeKey(place);
    if (key !== this.#key) this.#enter(key);
    if (!place) return;
    const messages = this.#store.messages(place);
    const anchor = this.#stuck ? null : this.#anchor();
    const chat = this.#store.chat(place);
    setChildren(this.#log, messages.length ? this.#layOut(messages, chat) : [this.#welcome]);
    if (this.#justEntered && this.#firstNew !== null) this.#showNewLine();
    else if (this.#stuck) this.#scrollDown();
    else this.#keepInSight(anchor);
    this.#justEntered = false;
    this.#scrolled();
  }

  #enter(key) {
    this.#key = key;
    this.#rows.clear();
    this.#days.clear();
    this.#newLine = h('div', { class: 'separator new', role: 'separator' }, h('span', {}, t('New messages')));
    this.#welcome = h('div', { class: 'welcome' }, avatar({ is_bot: true }), h('p', {}, t('What is drawn here appears here.')));
    this.#stuck = true;
    this.#justEntered = true;
    const { place } = this.#store;
    const unread = place ? this.#store.unread(place) : [];
    const all = place ? this.#store.messages(place).length : 0;
    this.#firstNew = unread.length && unread.length < all ? unread[0].id : null;
  }

  /** The rows in order, with lines between days and before what is new. */
  #layOut(messages, chat) {
    const nodes = [];
    const rows = new Map();
    messages.forEach((message, index) => {
      const before = messages[index - 1];
      const after = messages[index + 1];
      if (!before || day(before.date) !== day(message.date)) nodes.push(this.#day(day(message.date)));
      if (message.id === this.#firstNew) nodes.push(this.#newLine);
      const row = this.#row(message, chat);
      row.classList.toggle('first', !belongTogether(before, message));
      row.classList.toggle('last', !belongTogether(message, after));
      rows.set(message.id, { message, row });
      nodes.push(row);
    });
    this.#rows = rows;
    return nodes;
  }

  #row(message, chat) {
    const known = this.#rows.get(message.id);
    if (known && sameMessage(known.message, message)) return known.row;
    const row = messageRow(message, {
      ...this.#view,
      mine: this.#store.isMine(message),
      named: chat.type !== 'private',
      press: (data) => this.#view.press(message, data),
    });
    if (!known && !this.#justEntered) row.classList.add('arriving');
    return row;
  }

  #day(words) {
    if (!this.#days.has(words)) {
      this.#days.set(words, h('div', { class: 'separator', role: 'separator' }, h('span', {}, words)));
    }
    return this.#days.get(words);
  }

  /** The first row in sight and where it stands: it keeps its place when rows above change. */
  #anchor() {
    for (const { message, row } of this.#rows.values()) {
      if (row.offsetTop + row.offsetHeight > this.#log.scrollTop) {
        return { id: message.id, top: row.offsetTop };
      }
    }
    return null;
  }

  #keepInSight(anchor) {
    const row = anchor && this.#rows.get(anchor.id)?.row;
    if (row) this.#log.scrollTop += row.offsetTop - anchor.top;
  }

  #showNewLine() {
    this.#scrollDown();
    const top = this.#newLine.offsetTop - 16;
    if (top < this.#log.scrollTop) this.#log.scrollTop = top;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    this.#stuck = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
    this.#toBottom.hidden = this.#stuck;
    this.#markRead();
    setBadge(this.#badge, this.#store.place ? this.#store.unread(this.#store.place).length : 0);
  }

  #markRead() {
    const { place } = this.#store;
    if (place && this.#stuck && document.visibilityState === 'visible' && this.#log.clientHeight > 0) this.#store.markRead(place);
  }
}

/** The same message comes more than once (as an answer, an event, in a snapshot); its row must outlive that. */
const sameMessage = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);

function belongTogether(before, after) {
  return Boolean(
    before && after && !before.service && !after.service && before.from.id === after.from.id
      && after.date - before.date < GROUP_SECONDS && day(before.date) === day(after.date),
  );
}

const gently = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth');
