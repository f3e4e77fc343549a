/** The drawer of the sandbox's settings: how long drawings take, and what goes wrong meanwhile. */

import { byId, h } from './dom.js';
import { orNotify } from './notices.js';
import { t } from './words.js';

const fault = (server, label, note, rule) => ({ server, label, note, rule });
const flag = (server, name, label, note) => ({ server, name, label, note, on: true, off: false });

/** Each switch is either a fault (on while its rule is in force) or a setting with a value for on and one for off. */
const sections = () => [
  {
    title: t('Image service'),
    switches: [
      fault('yandex', t('Too many requests'), t('Every submission is answered 429: come again in 5 s'), { where: 'yandex.submit', kind: 'status', status: 429, retry_after: '5' }),
      fault('yandex', t('Out of order'), t('Every call is answered 503'), { where: 'yandex.*', kind: 'status', status: 503 }),
      fault('yandex', t('Answers get lost'), t('Every second submission is carried out, but its answer never arrives'), { where: 'yandex.submit', kind: 'dropped', share: 0.5 }),
      fault('yandex', t('A gateway in the way'), t('Every third question after a drawing is answered with a page of HTML'), { where: 'yandex.get', kind: 'html', status: 502, share: 0.33 }),
      { server: 'yandex', name: 'never', label: t('Some never finish'), note: t('One drawing in three stays unfinished for ever'), on: 0.33, off: 0 },
      flag('yandex', 'retired', t('Model retired'), t('The model yandex-art is refused')),
    ],
  },
  {
    title: t('Telegram'),
    switches: [
      flag('telegram', 'flood_limits', t('Flood limits'), t('One message a second in a chat, 20 a minute in a group')),
      fault('telegram', t('Out of order'), t('Every second call is answered 502 with a page of HTML'), { where: 'telegram.*', kind: 'html', status: 502, share: 0.5 }),
      fault('telegram', t('Answers get lost'), t('Every third message or edit is carried out, but its answer never arrives'), { where: 'telegram.[es][de][in][dt]*', kind: 'dropped', share: 0.33 }),
      fault('telegram', t('Slow'), t('Every call takes two seconds more'), { where: 'telegram.*', kind: 'slow', seconds: 2 }),
      flag('telegram', 'privacy_mode', t('Privacy mode'), t('In groups the bot sees only commands and replies meant for it')),
      flag('telegram', 'anonymous_admins', t('Anonymous admins'), t('Administrators of groups write in the name of the group')),
    ],
  },
];

export class Weather {
  #dialog = byId('weather');
  #body = byId('weather-body');
  #api;
  #settings = {};

  constructor(api) {
    this.#api = api;
    byId('open-weather').addEventListener('click', () => this.open());
    byId('weather-close').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', ({ target }) => target === this.#dialog && this.#dialog.close());
  }

  async open() {
    const read = await orNotify(Promise.all([this.#api.settings('yandex'), this.#api.settings('telegram')]));
    if (!read) return;
    this.#settings = { yandex: read[0], telegram: read[1] };
    this.#render();
    this.#dialog.showModal();
  }

  #render() {
    this.#body.replaceChildren(this.#durations(), ...sections().map((section) => this.#section(section)));
  }

  #durations() {
    const [least, most] = this.#settings.yandex.duration;
    const shortest = slider(t('Shortest'), least);
    const longest = slider(t('Longest'), most);
    const change = (moved) => {
      let [from, to] = [Number(shortest.input.value), Number(longest.input.value)];
      if (from > to) [from, to] = moved === shortest ? [from, from] : [to, to];
      shortest.show(from);
      longest.show(to);
      return [from, to];
    };
    for (const one of [shortest, longest]) {
      one.input.addEventListener('input', () => change(one));
      one.input.addEventListener('change', () => this.#change('yandex', { duration: change(one) }));
    }
    return h('fieldset', {}, h('legend', {}, t('How long a drawing takes')), shortest.element, longest.element);
  }

  #section({ title, switches }) {
    return h('fieldset', {}, h('legend', {}, title), switches.map((one) => this.#switch(one)));
  }

  #switch(one) {
    const input = h('input', {
      type: 'checkbox', role: 'switch', checked: this.#isOn(one),
      onchange: async () => {
        await this.#change(one.server, this.#changeOf(one, input.checked));
        input.checked = this.#isOn(one);
      },
    });
    return h('label', { class: 'switch' }, h('span', {}, h('strong', {}, one.label), h('small', {}, one.note)), input);
  }

  #isOn(one) {
    const settings = this.#settings[one.server];
    return one.rule ? settings.faults.some((rule) => matches(rule, one.rule)) : settings[one.name] !== one.off;
  }

  #changeOf(one, on) {
    if (!one.rule) return { [one.name]: on ? one.on : one.off };
    const others = this.#settings[one.server].faults.filter((rule) => !matches(rule, one.rule));
    return { faults: on ? [...others, one.rule] : others };
  }

  async #change(server, change) {
    const settings = await orNotify(this.#api.changeSettings(server, change));
    if (settings) this.#settings[server] = settings;
  }
}

/** A rule in force tells more than we asked for: defaults are filled in. */
const matches = (rule, wanted) => Object.entries(wanted).every(([name, value]) => rule[name] === value);

function slider(label, seconds) {
  const output = h('output', {});
  const input = h('input', { type: 'range', min: 0, max: 60, step: 1, 'aria-label': t('{label}, in seconds', { label }) });
  const show = (value) => {
    input.value = value;
    output.textContent = t('{value} s', { value });
  };
  show(seconds);
  return { input, show, element: h('label', { class: 'slider' }, h('span', {}, label), input, output) };
}
