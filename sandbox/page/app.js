/** The page: puts its parts together and keeps them up to date with the server. */

import { ApiError, createApi } from './api.js';
import { Answers } from './buttons.js';
import { copy } from './clipboard.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { byId } from './dom.js';
import { initGestures } from './gestures.js';
import { Guide } from './guide.js';
import { notify, orNotify } from './notices.js';
import { initPopup, openMenu } from './popup.js';
import { accountInAddress, keepAccount, keepPlace, placeInAddress } from './route.js';
import { Sidebar } from './sidebar.js';
import { address, placeKey, Store } from './state.js';
import { initChatMenu, renderTopbar } from './topbar.js';
import { Viewer } from './viewer.js';
import { Weather } from './weather.js';
import { speak, t } from './words.js';

const RETRY_MS = 1500;

const store = new Store();
const api = createApi(accountInAddress());
const answers = new Answers();
const viewer = new Viewer();
const sidebar = new Sidebar(store);
const conversation = new Conversation(store, {
  answers,
  reply: (message) => composer.reply(message, selectedIn(message)),
  openMenu: (message, box) => openMenu(box, messageMenu(message, box)),
  openPhoto: (message) => viewer.open(message, store.messages(store.place)),
  press: (message, data) => api.press(store.place.chat_id, message.id, data),
});
const composer = new Composer(store, { send, sendAlbum, edit, lastOwn, restart });
const guide = new Guide(store, (text) => composer.fill(text));
new Weather(api);
initPopup();
initChatMenu(store, (action, thread) => orNotify(api.chat(store.place.chat_id, action, thread)));
initGestures(byId('log'), {
  messageAt: (element) => conversation.messageAt(element),
  reply: (message) => composer.reply(message),
  openMenu: (message, box) => openMenu(box, messageMenu(message, box)),
});

byId('back').addEventListener('click', (event) => {
  event.preventDefault();
  keepPlace(null);
  store.setPlace(null);
});
addEventListener('hashchange', () => store.setPlace(existing(placeInAddress())));

store.subscribe(() => {
  if (!store.me) return;
  // First, since what is hidden cannot be measured.
  byId('app').classList.toggle('in-conversation', Boolean(store.place));
  sidebar.render();
  renderTopbar(store);
  composer.render();
  conversation.render();
  guide.render();
  byId('offline').hidden = store.connected;
  byId('offline').textContent = store.connected ? '' : t('The sandbox does not answer. Reconnecting…');
  document.title = title();
});

function title() {
  const unread = store.allPlaces().reduce((sum, place) => sum + store.unread(place).length, 0);
  return `${unread ? `(${unread}) ` : ''}${store.me.first_name} – Artbot sandbox`;
}

/** A snapshot, then its events, and again from the start when they break off: nothing is missed in between. */
async function live() {
  for (;;) {
    try {
      const snapshot = await api.state();
      api.as = snapshot.me;
      store.load(snapshot);
      speak(store.me.language_code);
      keepAccount(snapshot.me);
      store.setPlace(existing(store.place ?? placeInAddress()) ?? firstPlace());
      await api.follow(snapshot.last_event, { opened: () => store.setConnected(true), event: receive });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status >= 400 && error.status < 500) notify(error.message, { error: true });
      if (!store.me) showAway(error);
    }
    if (store.me) store.setConnected(false);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function showAway(error) {
  byId('offline').hidden = false;
  byId('offline').textContent = error.message;
}

function receive(event) {
  if (event.type === 'answer') answers.receive(event);
  else store.apply(event);
  if (event.type === 'chat' && store.place) {
    const place = existing(store.place) ?? existing({ chat_id: store.place.chat_id, thread: null });
    keepPlace(place);
    store.setPlace(place);
  }
}

/** `place` if it is there for this account, or null. */
function existing(place) {
  const chat = store.chat(place);
  if (!chat) return null;
  return store.places(chat).find((other) => other.thread === place.thread) ?? null;
}

/** On a wide screen something is always open; a phone begins with the list. */
function firstPlace() {
  if (matchMedia('(max-width: 719px)').matches) return null;
  const place = store.allPlaces()[0] ?? null;
  keepPlace(place);
  return place;
}

async function send(message) {
  const { place } = store;
  const answer = await orNotify(api.send(address(place), message));
  if (!answer) return false;
  conversation.showNewest();
  store.apply({ type: 'message', chat_id: place.chat_id, message: answer.message });
  return true;
}

async function sendAlbum(photos, caption) {
  const { place } = store;
  const answer = await orNotify(api.album(address(place), photos, caption));
  if (!answer) return false;
  conversation.showNewest();
  for (const message of answer.messages) store.apply({ type: 'message', chat_id: place.chat_id, message });
  return true;
}

async function edit(message, text) {
  return Boolean(await orNotify(api.edit(store.place.chat_id, message.id, text)));
}

function lastOwn() {
  return store.messages(store.place).findLast((message) => store.isMine(message) && message.text && !message.service && !message.forwarded_from) ?? null;
}

/** Unblocks the bot where it is blocked, and says /start, as messengers do. */
async function restart() {
  const chat = store.chat(store.place);
  if (chat.bot_status === 'blocked' && !(await orNotify(api.chat(chat.id, 'unblock')))) return;
  await send({ text: '/start' });
}

/** An entry of the list of places that a message can be forwarded to. */
function forwardTo(place, message, from) {
  const chat = store.chat(place);
  return {
    icon: chat.is_forum ? 'topic' : 'share',
    label: chat.is_forum ? `${chat.title} · ${place.name}` : place.name,
    run: async () => {
      const answer = await orNotify(api.forward(message, from.id, address(place)));
      if (!answer) return;
      store.apply({ type: 'message', chat_id: place.chat_id, message: answer.message });
      if (placeKey(place) === placeKey(store.place)) conversation.showNewest();
      else notify(t('Forwarded to {name}', place));
    },
  };
}

function messageMenu(message, box) {
  const mine = store.isMine(message);
  const chat = store.chat(store.place);
  const quoted = selectedIn(message);
  return [
    { icon: 'reply', label: quoted ? t('Reply to the selection') : t('Reply'), run: () => composer.reply(message, quoted) },
    message.text && { icon: 'copy', label: t('Copy text'), run: () => copy(message.text) },
    { icon: 'share', label: t('Forward…'), run: () => openMenu(box, store.allPlaces().map((place) => forwardTo(place, message, chat))) },
    mine && message.text && !message.forwarded_from && { icon: 'edit', label: t('Edit'), run: () => composer.edit(message) },
    (mine || chat.type === 'private' || isAdmin(chat)) && {
      icon: 'trash', label: t('Delete'), danger: true, run: () => orNotify(api.remove(chat.id, message.id)),
    },
  ].filter(Boolean);
}

function isAdmin(chat) {
  const status = chat.members.find(({ user }) => user.id === store.me.id)?.status;
  return status === 'creator' || status === 'administrator';
}

/** The words of a message that are selected, if any and only in it: they can be quoted. */
function selectedIn(message) {
  const selection = getSelection();
  const start = selection.anchorNode?.parentElement?.closest('.text');
  const end = selection.focusNode?.parentElement?.closest('.text');
  if (selection.isCollapsed || !start || start !== end || conversation.messageAt(start)?.id !== message.id) return null;
  return selection.toString().trim() || null;
}

live();
