/** Composer of messages: the field, the answer or edit in progress, drafts of each place. */

import { CommandMenu } from './commands.js';
import { byId } from './dom.js';
import { summary } from './format.js';
import { openMenu } from './popup.js';
import { placeKey } from './state.js';
import { pieces, TEXT_LIMIT } from './pieces.js';
import { t } from './words.js';

const WARNED_FROM = TEXT_LIMIT - 300;
const PHOTOS = 3; // of an album
const STICKERS = ['🐱', '🎨', '🖼️', '🔥', '👍', '😂', '😢', '🎉', '🌊', '🦊', '🤖', '❤️'];
const NOTHING = { text: '', answered: null, quote: null, edited: null };

export class Composer {
  #form = byId('composer');
  #field = byId('field');
  #menu;
  #actions;
  #store;
  #key = null;
  #drafts = new Map();
  #answered = null;
  #quote = null;
  #edited = null;

  /** `actions`: send(message), sendAlbum(photos, caption), edit(message, text), each resolving to whether it was done; lastOwn(); restart(). */
  constructor(store, actions) {
    this.#store = store;
    this.#actions = actions;
    this.#menu = new CommandMenu(this.#field, (command) => this.#insertCommand(command));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener('keydown', (event) => this.#keyPressed(event));
    this.#field.addEventListener('input', () => this.#typed());
    document.addEventListener('keydown', (event) => this.#typedElsewhere(event));
    byId('context-cancel').addEventListener('click', () => this.#cancel());
    byId('attach').addEventListener('click', () => this.#attach());
    byId('big-button').addEventListener('click', () => this.#actions.restart());
  }

  focus() {
    if (matchMedia('(hover: hover)').matches) this.#field.focus();
  }

  /** Makes what is written next an answer to `message`, to the words `quote` of it if given. */
  reply(message, quote = null) {
    if (this.#edited) this.#take();
    this.#answered = message;
    this.#quote = quote;
    this.#showContext();
    this.#field.focus();
  }

  /** Puts a text into the field, in place of what is there. */
  fill(text) {
    this.#field.value = text;
    this.#resize();
    this.#field.focus();
  }

  edit(message) {
    this.#put({ ...NOTHING, text: message.text, edited: message });
    this.#field.focus();
  }

  render() {
    const { place } = this.#store;
    const key = place && placeKey(place);
    if (key !== this.#key) this.#switchTo(key);
    if (!place) return;
    const chat = this.#store.chat(place);
    const closed = this.#store.places(chat).find((other) => placeKey(other) === key)?.closed ?? false;
    this.#menu.setCommands(chat.commands);
    this.#field.placeholder = closed ? t('This topic is closed') : t('Message');
    this.#showBigButton(chat);
  }

  /** A chat that was never begun, or whose bot is blocked, has one big button instead of the field. */
  #showBigButton(chat) {
    const empty = chat.type === 'private' && !chat.messages.some((message) => !message.service);
    const blocked = chat.bot_status === 'blocked';
    this.#form.classList.toggle('begin', empty || blocked);
    byId('big-button').hidden = !empty && !blocked;
    byId('big-button').textContent = blocked ? t('Unblock') : t('Start');
  }

  #switchTo(key) {
    const draft = { ...NOTHING, text: this.#field.value, answered: this.#answered, quote: this.#quote, edited: this.#edited };
    if (this.#key) this.#drafts.set(this.#key, draft);
    this.#key = key;
    this.#menu.close();
    this.#put(this.#drafts.get(key) ?? NOTHING);
    this.focus();
  }

  #put({ text, answered, quote, edited }) {
    this.#field.value = text;
    this.#answered = answered;
    this.#quote = quote;
    this.#edited = edited;
    this.#showContext();
    this.#resize();
  }

  /** Empties the composer and tells what was in it. */
  #take() {
    const draft = { text: this.#field.value, answered: this.#answered, quote: this.#quote, edited: this.#edited };
    this.#put(NOTHING);
    return draft;
  }

  async #submit() {
    if (!this.#field.value.trim()) return;
    this.#menu.close();
    const key = this.#key;
    const draft = this.#take();
    const text = draft.text.trim();
    const done = draft.edited
      ? await this.#actions.edit(draft.edited, text)
      : await this.#sendText(text, draft);
    if (done) return;
    if (this.#key === key && !this.#field.value) this.#put(draft); // refused: nothing that was typed is lost
    else this.#drafts.set(key, draft);
  }

  /** A text that is too long for one message is sent as several, of which the first is the answer to another one. */
  async #sendText(text, draft) {
    const [first, ...others] = pieces(text);
    if (!(await this.#actions.send({ text: first, ...this.#replyOf(draft) }))) return false;
    for (const piece of others) await this.#actions.send({ text: piece });
    return true;
  }

  #replyOf({ answered, quote }) {
    if (!answered) return {};
    return quote ? { reply_to: answered.id, quote } : { reply_to: answered.id };
  }

  #keyPressed(event) {
    if (event.isComposing || this.#menu.handleKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === 'Escape' && (this.#answered || this.#edited)) {
      this.#cancel();
    } else if (event.key === 'ArrowUp' && !this.#field.value) {
      const own = this.#actions.lastOwn();
      if (!own) return;
      event.preventDefault();
      this.edit(own);
    }
  }

  #typed() {
    this.#resize();
    this.#menu.follow(this.#field.value);
  }

  /** Whoever begins to type while nothing has the focus means the field. */
  #typedElsewhere({ key, ctrlKey, metaKey, altKey }) {
    const nowhere = document.activeElement === document.body || document.activeElement === byId('log');
    if (nowhere && key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey) this.#field.focus();
  }

  #insertCommand(command) {
    this.fill(`/${command} `);
  }

  #cancel() {
    if (this.#edited) this.#take();
    this.#answered = null;
    this.#quote = null;
    this.#showContext();
    this.#field.focus();
  }

  #showContext() {
    const message = this.#edited ?? this.#answered;
    byId('context').hidden = !message;
    if (!message) return;
    byId('context-icon').setAttribute('href', this.#edited ? '#i-edit' : '#i-reply');
    byId('context-title').textContent = this.#edited ? t('Edit message') : t('Reply to {name}', message.from);
    byId('context-quote').textContent = this.#quote ?? summary(message);
  }

  #resize() {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight}px`;
    const { length } = this.#field.value;
    byId('counter').hidden = length < WARNED_FROM;
    const isOver = length > TEXT_LIMIT;
    byId('counter').textContent = isOver && !this.#edited ? `× ${pieces(this.#field.value.trim()).length}` : String(TEXT_LIMIT - length);
    byId('counter').title = isOver && !this.#edited ? t('The text is sent as several messages') : '';
    byId('counter').classList.toggle('over', isOver);
    byId('send').disabled = !this.#field.value.trim();
  }

  #attach() {
    const at = byId('attach').getBoundingClientRect();
    openMenu(at, [
      { icon: 'image', label: t('Photo'), run: () => this.#sendPhoto() },
      { icon: 'image', label: t('Album of {count} photos', { count: PHOTOS }), run: () => this.#sendAlbum() },
      { icon: 'mic', label: t('Voice message'), run: () => this.#actions.send({ voice: true, ...this.#replyOf(this.#take()) }) },
      { icon: 'smile', label: t('Sticker…'), run: () => openMenu(at, STICKERS.map((sticker) => this.#sticker(sticker))) },
    ]);
  }

  #sticker(sticker) {
    return { glyph: true, label: sticker, run: () => this.#actions.send({ sticker, ...this.#replyOf(this.#take()) }) };
  }

  async #sendAlbum() {
    const draft = this.#take();
    if (!(await this.#actions.sendAlbum(PHOTOS, draft.text.trim()))) this.#put(draft);
  }

  async #sendPhoto() {
    const draft = this.#take();
    const done = await this.#actions.send({ photo: true, caption: draft.text.trim(), ...this.#replyOf(draft) });
    if (!done) this.#put(draft);
  }
}
