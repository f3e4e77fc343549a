/** Guide of the first minute: a line above the composer, one step after the other until all are done or it is hidden. */

import { byId, h, icon, setChildren } from './dom.js';
import { t } from './words.js';

const NAME = 'artbot-sandbox.guide'; // set where the guide is over
const OVER = 'over';

const steps = () => [
  { words: t('Try it: write “{prompt}”.', { prompt: t('/draw a cat') }), fill: t('/draw a cat') },
  { words: t('Now change it: reply to the picture with “{prompt}”.', { prompt: t('/draw at night') }), fill: t('/draw at night') },
  { words: t('Last: open Weather, switch something on and draw again. The picture still arrives.') },
];

export class Guide {
  #store;
  #fill;
  #element = byId('guide');
  #done = 0; // steps; what was done stays done, though its message be deleted
  #hasWeather = false;
  #drawn = -1;
  #isOver = isOver();

  /** `fill(text)` puts a text into the composer. */
  constructor(store, fill) {
    this.#store = store;
    this.#fill = fill;
    byId('open-weather').addEventListener('click', () => {
      this.#hasWeather = true;
      this.render();
    });
  }

  render() {
    if (this.#isOver || !this.#store.me) return;
    const all = steps();
    while (this.#done < all.length && this.#isDone(this.#done)) this.#done += 1;
    if (this.#done === all.length) this.#end();
    else if (this.#done !== this.#drawn) this.#draw(all[this.#done], all.length);
  }

  #isDone(step) {
    const messages = [...this.#store.chats.values()].flatMap((chat) => chat.messages);
    if (step === 0) return messages.some((message) => message.photo && !this.#store.isMine(message));
    if (step === 1) return messages.some((message) => message.reply_to && message.text && this.#store.isMine(message));
    return this.#hasWeather;
  }

  #draw({ words, fill }, count) {
    this.#drawn = this.#done;
    this.#element.hidden = false;
    setChildren(this.#element, [
      h('span', { class: 'guide-step' }, `${this.#done + 1}/${count}`),
      h('p', {}, words),
      ...(fill ? [h('button', { type: 'button', class: 'plain-button', onclick: () => this.#fill(fill) }, t('Fill it in'))] : []),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': t('Hide these steps'), title: t('Hide these steps'), onclick: () => this.#end() }, icon('close')),
    ]);
  }

  #end() {
    this.#isOver = true;
    this.#element.hidden = true;
    try {
      localStorage.setItem(NAME, OVER);
    } catch {
      // A browser without storage shows the steps again next time; nothing else depends on it.
    }
  }
}

function isOver() {
  try {
    return localStorage.getItem(NAME) === OVER;
  } catch {
    return false;
  }
}
