/** The keyboard under a message: buttons that ask the bot, copy, or lead somewhere. */

import { copy } from './clipboard.js';
import { h, icon } from './dom.js';
import { notify, orNotify, showAlert } from './notices.js';
import { t } from './words.js';

const ANSWER_MS = 15_000;

/** Answers to presses: each is matched with its press by the query's id, whichever comes first. */
export class Answers {
  #waiting = new Map();
  #early = new Map();

  /** Resolves with the answer, or with null after a while: the bot may never answer. */
  wait(queryId) {
    const early = this.#early.get(queryId);
    if (early) {
      this.#early.delete(queryId);
      return Promise.resolve(early);
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(queryId, null), ANSWER_MS);
      this.#waiting.set(queryId, { resolve, timer });
    });
  }

  receive(event) {
    if (!this.#settle(event.query_id, event)) {
      this.#early.set(event.query_id, event);
      setTimeout(() => this.#early.delete(event.query_id), ANSWER_MS);
    }
  }

  #settle(queryId, answer) {
    const waiter = this.#waiting.get(queryId);
    if (!waiter) return false;
    this.#waiting.delete(queryId);
    clearTimeout(waiter.timer);
    waiter.resolve(answer);
    return true;
  }
}

/** `press(data)` asks the bot and resolves with the query's id. */
export function keyboard(rows, { press, answers }) {
  return h(
    'div',
    { class: 'keyboard', role: 'group', 'aria-label': t('Buttons') },
    rows.map((row) => h('div', { class: 'keyboard-row' }, row.map((button) => key(button, press, answers)))),
  );
}

function key(button, press, answers) {
  if (button.url !== undefined) {
    return h('a', { class: 'key', href: safeLink(button.url), target: '_blank', rel: 'noopener noreferrer' }, label(button), icon('link'));
  }
  if (button.copy !== undefined) {
    return h('button', { class: 'key', type: 'button', onclick: () => copy(button.copy) }, label(button), icon('copy'));
  }
  const element = h('button', { class: 'key', type: 'button', onclick: () => ask(element, button.data, press, answers) }, label(button));
  return element;
}

const label = (button) => h('span', { class: 'key-label', dir: 'auto' }, button.text);

/** A bot may put anything into a link; only addresses that a browser merely visits are followed. */
function safeLink(url) {
  return /^(https?|tg|mailto):/i.test(url) ? url : 'about:blank';
}

async function ask(element, data, press, answers) {
  if (element.ariaBusy === 'true') return;
  element.ariaBusy = 'true';
  const pressed = await orNotify(press(data));
  const answer = pressed && (await answers.wait(pressed.query_id));
  element.ariaBusy = 'false';
  if (!answer?.text) return;
  if (answer.alert) showAlert(answer.text);
  else notify(answer.text);
}
