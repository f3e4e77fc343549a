/** One message of a conversation as an element. */

import { avatar } from './avatar.js';
import { keyboard } from './buttons.js';
import { copy } from './clipboard.js';
import { h, icon } from './dom.js';
import { bytes, clock, hue, kindWords, minutes, moment, serviceWords } from './format.js';
import { t } from './words.js';

const PHOTO_BOX = { width: 400, height: 440, leastWidth: 200, leastAboveButtons: 320 };
const WHOLE_WORD = 24; // characters that fit into a line of the narrowest phone

/**
 * The row of a message. `view` says what it is shown in: {mine, named} (whether it is the reader's own; whether
 * senders are named, as in groups) and what to do: {reply, openMenu, jump, openPhoto, press, answers}.
 */
export function messageRow(message, view) {
  if (message.service) {
    return h('div', { class: 'row service', 'data-id': message.id }, h('span', { class: 'pill', dir: 'auto' }, serviceWords(message.service)));
  }
  const column = h('div', { class: 'column' }, bubble(message, view), message.buttons && keyboard(message.buttons, view));
  if (message.photo) column.style.width = `min(${photoWidth(message)}px, 100%)`;
  return h(
    'article',
    { class: `row ${view.mine ? 'mine' : 'theirs'}`, 'data-id': message.id, 'aria-label': `${message.from.name}, ${clock(message.date)}` },
    view.named && !view.mine && avatar(message.from),
    column,
    tools(message, view),
  );
}

function bubble(message, view) {
  const bare = message.sticker || (message.photo && !message.html && !message.reply_to && !message.forwarded_from && !message.reactions?.length);
  return h(
    'div',
    { class: `bubble${bare ? ' bare' : ''}${message.photo ? ' with-photo' : ''}` },
    view.named && !view.mine && h('div', { class: `sender ink-${message.from.is_bot ? 'bot' : hue(message.from.id)}`, dir: 'auto' }, message.from.name),
    message.forwarded_from && h('div', { class: 'forwarded', dir: 'auto' }, t('Forwarded from '), h('strong', {}, message.forwarded_from)),
    message.reply_to && quote(message.reply_to, view),
    message.photo && photo(message, view),
    message.document && file(message.document),
    message.voice && voice(message.voice),
    message.sticker && h('div', { class: 'sticker' }, message.sticker),
    body(message, view),
  );
}

/** The text with its time; the time floats into the last line where there is room. */
function body(message, view) {
  return h(
    'div',
    { class: 'body' },
    message.html && text(message.html),
    message.reactions?.length > 0 && h('span', { class: 'reactions' }, message.reactions.map((emoji) => h('span', { class: 'reaction' }, emoji))),
    h(
      'span',
      { class: 'meta', title: moment(message.date) },
      message.silent && h('span', { class: 'silent', title: t('Sent without a sound'), role: 'img', 'aria-label': t('silent') }, icon('silent')),
      message.edited && h('span', {}, t('edited')),
      h('time', { dateTime: new Date(message.date * 1000).toISOString() }, clock(message.date)),
      view.mine && icon('check'),
    ),
  );
}

/** The only place where markup from the server is inserted: it makes it of Telegram's entities, escaped. */
function text(html) {
  const element = h('div', { class: 'text', dir: 'auto' });
  element.innerHTML = html;
  element.querySelectorAll('blockquote, pre').forEach(closeUp);
  for (const link of element.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  for (const code of element.querySelectorAll('code, pre')) {
    if (code.parentElement.closest('pre')) continue;
    if (code.tagName === 'CODE') code.replaceChildren(...wholeWords(code.textContent));
    onActivate(code, t('Copy'), () => getSelection().isCollapsed && copy(code.textContent));
  }
  for (const hidden of element.querySelectorAll('.tg-spoiler, tg-spoiler')) {
    onActivate(hidden, t('Show the hidden text'), () => hidden.classList.add('shown'));
  }
  return element;
}

/** A text that breaks between its words, and not at a hyphen in them. */
const wholeWords = (written) =>
  written.split(/(\s+)/u).map((word) => (word.trim() && word.length <= WHOLE_WORD ? h('span', { class: 'word' }, word) : word));

/** A block ends its line by itself: the line ends beside it would show as empty lines. */
function closeUp(block) {
  const { previousSibling: before, nextSibling: after } = block;
  if (before?.nodeType === Node.TEXT_NODE) before.data = before.data.replace(/\n$/, '');
  if (after?.nodeType === Node.TEXT_NODE) after.data = after.data.replace(/^\n/, '');
}

/** Makes an element a button for mouse, touch and keyboard alike. */
function onActivate(element, title, run) {
  element.tabIndex = 0;
  element.title = title;
  element.role = 'button';
  element.addEventListener('click', run);
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') run();
  });
}

function quote(reply, view) {
  const lines = [
    h('strong', { dir: 'auto' }, reply.deleted ? t('Deleted message') : reply.name),
    !reply.deleted && h('span', { dir: 'auto' }, reply.text || kindWords(reply.kind)),
  ];
  if (reply.deleted || reply.id === undefined) return h('div', { class: 'quote' }, lines);
  return h('button', { class: 'quote', type: 'button', title: t('Go to this message'), onclick: () => view.jump(reply.id) }, lines);
}

function photoWidth({ photo: { width, height }, buttons }) {
  const least = buttons ? PHOTO_BOX.leastAboveButtons : PHOTO_BOX.leastWidth;
  const scale = Math.min(PHOTO_BOX.width / width, PHOTO_BOX.height / height);
  return Math.round(Math.max(least, width * scale));
}

/** The frame takes its proportions from the known size, so nothing moves when the picture arrives. */
function photo(message, view) {
  const { url, width, height, spoiler } = message.photo;
  const image = h('img', { src: url, width, height, alt: message.text ? t('Picture: {text}', message) : t('Picture'), decoding: 'async', draggable: false });
  const frame = h(
    'button',
    {
      class: spoiler ? 'photo hidden-photo' : 'photo',
      type: 'button',
      'aria-label': spoiler ? t('Show the hidden picture') : t('Open the picture'),
      onclick: () => {
        if (frame.classList.contains('hidden-photo')) {
          frame.classList.remove('hidden-photo');
          frame.ariaLabel = t('Open the picture');
          frame.dataset.hint = t('The picture cannot be loaded');
        } else view.openPhoto(message);
      },
    },
    image,
  );
  frame.style.aspectRatio = `${Math.max(width, height * 0.45)} / ${height}`;
  frame.dataset.hint = spoiler ? t('Tap to show') : t('The picture cannot be loaded');
  image.addEventListener('load', () => frame.classList.add('loaded'));
  image.addEventListener('error', () => frame.classList.add('broken'));
  return frame;
}

const WAVE = [5, 9, 14, 8, 17, 11, 20, 13, 7, 16, 10, 18, 12, 6, 15, 9, 5, 11, 7, 4]; // heights in pixels

/** Nothing can be heard: it is there to see what the bot makes of it. */
function voice(seconds) {
  return h(
    'div',
    { class: 'voice', role: 'img', 'aria-label': t('Voice message, {seconds} seconds', { seconds }) },
    h('span', { class: 'voice-play' }, icon('play')),
    h('span', { class: 'voice-wave' }, WAVE.map((height) => h('i', { style: `height:${height}px` }))),
    h('span', { class: 'voice-time' }, minutes(seconds)),
  );
}

function file({ url, name, size, thumb }) {
  return h(
    'a',
    { class: 'file', href: url, download: name, 'aria-label': t('Download {name}, {size}', { name, size: bytes(size) }) },
    h('span', { class: 'file-icon' }, thumb ? h('img', { src: thumb, alt: '' }) : icon('file')),
    h('span', { class: 'file-text' }, h('strong', { dir: 'auto' }, name), h('span', {}, bytes(size))),
  );
}

function tools(message, view) {
  const more = h(
    'button',
    {
      class: 'tool', type: 'button', title: t('More'), 'aria-label': t('Message menu'), 'aria-haspopup': 'menu',
      onclick: () => view.openMenu(message, more.getBoundingClientRect()),
    },
    icon('more'),
  );
  return h(
    'div',
    { class: 'tools' },
    h('button', { class: 'tool', type: 'button', title: t('Reply'), 'aria-label': t('Reply'), onclick: () => view.reply(message) }, icon('reply')),
    more,
  );
}
