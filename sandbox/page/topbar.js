/** The head of the conversation: where one is, what goes on there, and what can be done with the chat. */

import { avatar } from './avatar.js';
import { byId, setBadge } from './dom.js';
import { openMenu } from './popup.js';
import { placeKey } from './state.js';
import { t } from './words.js';

const ACTIONS = { upload_photo: 'sends a photo', upload_document: 'sends a file', typing: 'is typing' };
const BOT_AWAY = {
  left: 'the bot has left',
  kicked: 'the bot was removed',
  blocked: 'blocked: it can neither read nor write here',
};

export const actionWords = ({ action }) => `${t(ACTIONS[action] ?? 'is busy')}…`;

export function renderTopbar(store) {
  const { place } = store;
  const others = store.allPlaces().filter((other) => !place || placeKey(other) !== placeKey(place));
  setBadge(byId('back-badge'), others.reduce((sum, other) => sum + store.unread(other).length, 0));
  if (!place) return;
  const chat = store.chat(place);
  const { name } = store.places(chat).find((other) => placeKey(other) === placeKey(place)) ?? { name: chat.title };
  const action = store.action(place);
  byId('place-avatar').replaceChildren(
    avatar({ id: chat.id, name: store.titleOf(chat), is_bot: chat.type === 'private', is_forum: chat.is_forum }),
  );
  byId('place-title').textContent = name;
  byId('place-subtitle').textContent = action ? actionOf(store, chat, action) : subtitle(chat);
  byId('place-subtitle').classList.toggle('acting', Boolean(action));
}

function actionOf(store, chat, action) {
  return chat.type === 'private' ? actionWords(action) : `${store.bot.first_name} ${actionWords(action)}`;
}

function subtitle(chat) {
  const trouble = botTrouble(chat);
  if (trouble) return t(trouble);
  if (chat.type === 'private') return t('bot');
  const count = chat.members.filter(({ status }) => status !== 'left' && status !== 'kicked').length;
  const members = t('{count} members', { count }); // never one alone: two people and the bot
  return chat.is_forum ? `${chat.title} · ${members}` : members;
}

function botTrouble(chat) {
  if (chat.bot_status !== 'restricted') return BOT_AWAY[chat.bot_status];
  if (chat.bot_is_muted) return 'the bot may not write here';
  return chat.bot_may_send_pictures ? null : 'the bot may not send pictures here';
}

/** `run(action, thread)` changes the chat: see /api/chat. */
export function initChatMenu(store, run) {
  const button = byId('place-menu');
  button.addEventListener('click', () => {
    const chat = store.chat(store.place);
    openMenu(button.getBoundingClientRect(), chatMenu(store, chat).map((item) => ({ ...item, run: () => run(item.action, item.thread) })));
  });
}

function chatMenu(store, chat) {
  if (chat.type === 'private') {
    return chat.bot_status === 'blocked'
      ? [{ icon: 'check', label: t('Unblock the bot'), action: 'unblock' }]
      : [{ icon: 'block', label: t('Block the bot'), action: 'block', danger: true }];
  }
  return [...topicMenu(store, chat), ...groupMenu(chat)];
}

function groupMenu(chat) {
  const away = chat.bot_status === 'left' || chat.bot_status === 'kicked';
  return [
    chat.bot_is_muted
      ? { icon: 'check', label: t('Let the bot write'), action: 'unmute_bot' }
      : { icon: 'silent', label: t('Do not let the bot write'), action: 'mute_bot' },
    chat.bot_may_send_pictures
      ? { icon: 'image', label: t('Do not let the bot send pictures'), action: 'forbid_pictures' }
      : { icon: 'check', label: t('Let the bot send pictures'), action: 'allow_pictures' },
    away
      ? { icon: 'add', label: t('Add the bot again'), action: 'add_bot' }
      : { icon: 'block', label: t('Remove the bot'), action: 'kick_bot', danger: true },
    ...(chat.type === 'group' ? [{ icon: 'up', label: t('Make it a supergroup'), action: 'migrate' }] : []),
  ];
}

function topicMenu(store, chat) {
  const topic = chat.topics.find(({ id }) => id === store.place.thread);
  if (!topic) return [];
  return [
    topic.closed
      ? { icon: 'check', label: t('Reopen the topic'), action: 'reopen_topic', thread: topic.id }
      : { icon: 'lock', label: t('Close the topic'), action: 'close_topic', thread: topic.id },
    { icon: 'trash', label: t('Delete the topic'), action: 'delete_topic', thread: topic.id, danger: true },
  ];
}
