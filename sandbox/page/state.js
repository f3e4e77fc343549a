/**
 * State of the page: all that this account sees, changed by events. A place is where one can write: a chat, or a topic
 * of a forum (`thread` null: its General topic, or a chat without topics).
 */

const KEPT_MESSAGES = 500;
const ACTION_MS = 6000; // the Bot API shows an action for 5 s; a little more bridges its repetition

export const placeKey = ({ chat_id, thread }) => `${chat_id}/${thread ?? 0}`;

/** The part of a request that names a place. */
export const address = ({ chat_id, thread }) => (thread === null ? { chat_id } : { chat_id, thread_id: thread });

export class Store {
  #listeners = [];
  #scheduled = false;
  #read = {};
  #arrived = 0;

  users = [];
  me = null;
  bot = null;
  owner = null; // id of the person who owns the bot, where that is known
  chats = new Map();
  #arrivals = new Map(); // chat id -> number of its latest message among all that arrived
  actions = new Map();
  place = null;
  connected = true;

  subscribe(listener) {
    this.#listeners.push(listener);
  }

  /** Tells the listeners once, after everything that happens in this turn of the event loop. */
  changed() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      for (const listener of this.#listeners) listener(this);
    });
  }

  /** Takes over a snapshot, the answer of /api/state. */
  load(snapshot) {
    this.users = snapshot.users;
    this.me = snapshot.users.find((user) => user.id === snapshot.me);
    this.bot = snapshot.bot;
    this.owner = snapshot.owner;
    this.chats = new Map(snapshot.chats.map((chat) => [chat.id, chat]));
    this.actions.clear();
    this.#read = loadRead(this.me.id);
    this.changed();
  }

  setConnected(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    this.changed();
  }

  setPlace(place) {
    this.place = place;
    this.changed();
  }

  chat(place) {
    return place && this.chats.get(place.chat_id);
  }

  titleOf(chat) {
    return chat.type === 'private' ? this.bot.first_name : chat.title;
  }

  /** The places of a chat with their names; in a forum General comes first. */
  places(chat) {
    if (!chat.is_forum) return [{ chat_id: chat.id, thread: null, name: this.titleOf(chat), closed: false }];
    const topics = chat.topics.filter((topic) => topic.id !== 1);
    return [
      { chat_id: chat.id, thread: null, name: 'General', closed: false },
      ...topics.map((topic) => ({ chat_id: chat.id, thread: topic.id, name: topic.name, closed: topic.closed })),
    ];
  }

  /** Every place of every chat. */
  allPlaces() {
    return [...this.chats.values()].flatMap((chat) => this.places(chat));
  }

  /** The chat with the latest message first; one that was never begun waits above them all. */
  chatsByNewest() {
    const newest = (chat) => chat.messages.at(-1)?.date ?? Infinity;
    const arrival = (chat) => this.#arrivals.get(chat.id) ?? 0; // tells those of the same second apart
    return [...this.chats.values()].sort((one, other) => newest(other) - newest(one) || arrival(other) - arrival(one));
  }

  messages(place) {
    const chat = this.chat(place);
    if (!chat) return [];
    if (!chat.is_forum) return chat.messages;
    return chat.messages.filter((message) => (message.thread_id ?? 1) === (place.thread ?? 1));
  }

  isMine(message) {
    return (message.author ?? message.from.id) === this.me.id;
  }

  action(place) {
    return this.actions.get(placeKey(place)) ?? null;
  }

  /** The messages of others that came after what was read. */
  unread(place) {
    const messages = this.messages(place);
    const newest = messages.at(-1)?.id ?? 0;
    // A restarted sandbox counts its messages anew: what was read then says nothing.
    const read = Math.min(this.#read[placeKey(place)] ?? 0, newest);
    return messages.filter((message) => message.id > read && !this.isMine(message) && !message.service);
  }

  markRead(place) {
    const newest = this.messages(place).at(-1)?.id;
    if (!newest || this.#read[placeKey(place)] === newest) return;
    this.#read[placeKey(place)] = newest;
    saveRead(this.me.id, this.#read);
    this.changed();
  }

  /** Applies one event of /api/events. Unknown kinds are left alone. */
  apply(event) {
    const chat = this.chats.get(event.chat_id);
    if (event.type === 'chat') this.#replaceChat(event);
    else if (!chat) return;
    else if (event.type === 'message' || event.type === 'edited') this.#put(chat, event.message);
    else if (event.type === 'deleted') this.#remove(chat, event.id);
    else if (event.type === 'action') this.#showAction(event);
    this.changed();
  }

  #put(chat, message) {
    const at = chat.messages.findIndex((other) => other.id >= message.id);
    if (at === -1) {
      chat.messages = [...chat.messages, message].slice(-KEPT_MESSAGES);
      this.#arrivals.set(chat.id, ++this.#arrived);
    }
    else if (chat.messages[at].id === message.id) chat.messages = chat.messages.with(at, message);
    else chat.messages = chat.messages.toSpliced(at, 0, message);
    if (message.from.is_bot) this.actions.delete(placeKey({ chat_id: chat.id, thread: this.#thread(chat, message.thread_id) }));
  }

  #remove(chat, id) {
    chat.messages = chat.messages
      .filter((message) => message.id !== id)
      .map((message) =>
        message.reply_to?.id === id ? { ...message, reply_to: { ...message.reply_to, deleted: true } } : message,
      );
  }

  #replaceChat(event) {
    const replaced = event.replaces ?? event.chat.replaces;
    if (replaced !== undefined) {
      this.chats = new Map([...this.chats].map(([id, chat]) => (id === replaced ? [event.chat.id, event.chat] : [id, chat])));
      if (this.place?.chat_id === replaced) this.place = { chat_id: event.chat.id, thread: null };
    }
    this.chats.set(event.chat.id, event.chat);
  }

  #showAction({ chat_id, thread_id, action }) {
    const chat = this.chats.get(chat_id);
    const key = placeKey({ chat_id, thread: this.#thread(chat, thread_id) });
    const shown = { action };
    this.actions.set(key, shown);
    setTimeout(() => {
      if (this.actions.get(key) !== shown) return;
      this.actions.delete(key);
      this.changed();
    }, ACTION_MS);
  }

  #thread(chat, thread_id) {
    return chat.is_forum && thread_id !== 1 ? (thread_id ?? null) : null;
  }
}

const readName = (user) => `artbot-sandbox.read.${user}`;

function loadRead(user) {
  try {
    return JSON.parse(localStorage.getItem(readName(user))) ?? {};
  } catch {
    return {}; // no storage, or not ours: everything is unread
  }
}

function saveRead(user, read) {
  try {
    localStorage.setItem(readName(user), JSON.stringify(read));
  } catch {
    // A browser without storage forgets what was read; nothing else depends on it.
  }
}
