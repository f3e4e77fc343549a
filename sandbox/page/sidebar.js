/** The left side: who writes, and the places where one can write. */

import { avatar } from './avatar.js';
import { byId, h, icon, setBadge, setChildren } from './dom.js';
import { clockOrDay, summary } from './format.js';
import { hashOf } from './route.js';
import { placeKey } from './state.js';
import { actionWords } from './topbar.js';
import { t } from './words.js';

export class Sidebar {
  #store;
  #list = h('ul');
  #drawn = new Map(); // key -> {signature, node}

  constructor(store) {
    this.#store = store;
    byId('chats').append(this.#list);
  }

  render() {
    const { users, me, place } = this.#store;
    const accounts = users.map((user) => ({ id: user.id, name: user.first_name, isMe: user.id === me.id, hash: this.#hashFor(user, place) }));
    setChildren(byId('accounts'), accounts.map((model) => this.#draw(`account ${model.id}`, model, account)));
    this.#showOwner();
    const focused = document.activeElement;
    setChildren(this.#list, this.#store.chatsByNewest().flatMap((chat) => this.#items(chat)));
    if (this.#list.contains(focused)) focused.focus(); // an element that moves loses it
  }

  /** Some commands are the owner's alone: nobody is to look for what is wrong when they are refused. */
  #showOwner() {
    const owner = this.#store.users.find((user) => user.id === this.#store.owner);
    byId('owner-note').hidden = !owner;
    if (owner) byId('owner-note').textContent = t('{name} owns this bot: /stats, /allow and /deny work for {name} alone.', { name: owner.first_name });
  }

  #items(chat) {
    const head = { id: chat.id, name: this.#store.titleOf(chat), is_bot: chat.type === 'private', is_forum: chat.is_forum };
    const items = this.#store.places(chat).map((place) => this.#draw(placeKey(place), this.#model(place, head), placeItem));
    return chat.is_forum ? [this.#draw(`forum ${chat.id}`, head, forumHead), ...items] : items;
  }

  /** The element of a model, drawn anew only when the model changed: a click or the focus is not lost on the way. */
  #draw(key, model, build) {
    const signature = JSON.stringify(model);
    const drawn = this.#drawn.get(key);
    if (drawn?.signature === signature) return drawn.node;
    const node = build(model);
    const hadFocus = drawn?.node.contains(document.activeElement);
    this.#drawn.set(key, { signature, node });
    if (hadFocus) queueMicrotask(() => (node.querySelector('a') ?? node).focus());
    return node;
  }

  #model(place, head) {
    const store = this.#store;
    const last = store.messages(place).at(-1);
    const unread = store.unread(place);
    const isPrivate = store.chat(place).type === 'private';
    const mine = last && store.isMine(last);
    return {
      head, place,
      isOpen: store.place !== null && placeKey(store.place) === placeKey(place),
      unread: unread.length,
      isQuiet: unread.every((message) => message.silent),
      action: store.action(place),
      time: last && clockOrDay(last.date),
      sender: last && !last.service && (mine || !isPrivate) ? (mine ? t('You') : last.from.name) : null,
      picture: last?.photo && !last.photo.spoiler ? last.photo.url : null,
      words: last ? summary(last) : t('No messages yet'),
    };
  }

  /** A group stays open when the account changes; a private chat becomes that of the other. */
  #hashFor(user, place) {
    if (!place) return '';
    return this.#store.chat(place).type === 'private' ? hashOf({ chat_id: user.id, thread: null }) : hashOf(place);
  }
}

/** The other account opens in this window or, as with any link, in a new one. */
function account({ id, name, isMe, hash }) {
  return h(
    'a',
    {
      class: 'account', href: `?as=${id}${hash}`, 'aria-current': isMe ? 'true' : null,
      title: isMe ? t('You write as {name}', { name }) : t('Write as {name} (a middle click opens a second window)', { name }),
    },
    avatar({ id, name }),
    h('span', {}, name),
  );
}

function forumHead(head) {
  return h('li', { class: 'forum-head' }, avatar(head), h('strong', { dir: 'auto' }, head.name));
}

function placeItem(model) {
  const { place, head, isOpen, unread, isQuiet } = model;
  const badge = h('span', { class: isQuiet ? 'badge quiet' : 'badge' });
  setBadge(badge, unread);
  return h(
    'li',
    {},
    h(
      'a',
      {
        class: head.is_forum ? 'place topic' : 'place', href: hashOf(place),
        'aria-current': isOpen ? 'page' : null,
        'aria-label': unread ? t('{name}, {count} unread', { name: place.name, count: unread }) : place.name,
      },
      head.is_forum ? topicSign(place) : avatar(head),
      h(
        'span',
        { class: 'place-text' },
        h('span', { class: 'place-line' }, h('strong', { dir: 'auto' }, place.name), h('time', {}, model.time ?? '')),
        h('span', { class: 'place-line' }, preview(model), badge),
      ),
    ),
  );
}

function topicSign({ thread, closed }) {
  return h('span', { class: `topic-sign ink-${(thread ?? 0) % 7}` }, icon(closed ? 'lock' : 'topic'));
}

function preview({ action, sender, picture, words }) {
  if (action) return h('span', { class: 'preview acting' }, actionWords(action));
  return h(
    'span',
    { class: 'preview', dir: 'auto' },
    sender && h('span', { class: 'preview-sender' }, `${sender}: `),
    picture && h('img', { class: 'preview-picture', src: picture, alt: '' }),
    words,
  );
}
