/** The drawer of the sandbox's settings: how long drawings take, and what goes wrong meanwhile. */

import { byId, h } from './dom.js';
import { orNotify } from './notices.js';
import { t } from './words.js';

// Each kind of switch reads from the settings of its server whether it is on, and says how they change when it is moved.

/** On while its rule is in force. */
const fault = (server, label, note, rule) => ({
  server, label, note,
  isOn: ({ faults }) => faults.some((other) => matches(other, rule)),
  change: ({ faults }, on) => {
    const others = faults.filter((other) => !matches(other, rule));
    return { faults: on ? [...others, rule] : others };
  },
});

/** A setting with a value for on and one for off; it counts as on while it has a third one. */
const setting = (server, name, label, note, values) => ({
  server, label, note,
  isOn: (settings) => settings[name] !== values.off,
  change: (_, on) => ({ [name]: on ? values.on : values.off }),
});

const flag = (server, name, label, note) => setting(server, name, label, note, { on: true, off: false });

const ALICE_ART = 'aliceai-image-art';
const ALICE_ART_TODAY = [`${ALICE_ART}-3.0`];

/**
 * On while these models of Alice AI ART are listed and no others. So at most one of these switches is on; moving one puts
 * out the other. Models of other names stay as they are.
 */
const aliceArt = (label, note, listed) => ({
  server: 'yandex', label, note,
  isOn: ({ models }) => same(models.filter(isAliceArt), listed),
  change: ({ models }, on) => {
    const others = models.filter((name) => !isAliceArt(name));
    return { models: [...others, ...(on ? listed : ALICE_ART_TODAY)] };
  },
});

const isAliceArt = (name) => name.startsWith(ALICE_ART);
const same = (list, other) => list.length === other.length && list.every((value, index) => value === other[index]);

const sections = () => [
  {
    title: t('Image service'),
    switches: [
      fault('yandex', t('Too many requests'), t('Every request to draw gets status 429: try again in 5 s'), { where: 'yandex.[si][um]*', kind: 'status', status: 429, retry_after: '5' }),
      fault('yandex', t('Outage'), t('Every call gets status 503'), { where: 'yandex.*', kind: 'status', status: 503 }),
      fault('yandex', t('Lost responses'), t('Half of the requests to draw are carried out, but the response never arrives'), { where: 'yandex.[si][um]*', kind: 'dropped', share: 0.5 }),
      fault('yandex', t('Gateway errors'), t('A third of the requests for a result get an HTML page with status 502'), { where: 'yandex.get', kind: 'html', status: 502, share: 0.33 }),
      setting('yandex', 'never', t('Some drawings hang'), t('One drawing in three never finishes'), { on: 0.33, off: 0 }),
      flag('yandex', 'retired', t('Model retired: yandex-art'), t('It is no longer listed, and requests for it get status 403')),
      aliceArt(t('Alice AI ART withdrawn'), t('The model aliceai-image-art-3.0 is no longer listed, and requests for it get status 403'), []),
      aliceArt(t('A newer Alice AI ART'), t('The model aliceai-image-art-4.0 replaces aliceai-image-art-3.0'), [`${ALICE_ART}-4.0`]),
    ],
  },
  {
    title: t('Telegram'),
    switches: [
      flag('telegram', 'flood_limits', t('Flood limits'), t('One message a second in a chat, 20 a minute in a group')),
      fault('telegram', t('Partial outage'), t('Half of the calls get an HTML page with status 502'), { where: 'telegram.*', kind: 'html', status: 502, share: 0.5 }),
      fault('telegram', t('Lost responses'), t('A third of the messages and edits go through, but the response never arrives'), { where: 'telegram.[es][de][in][dt]*', kind: 'dropped', share: 0.33 }),
      fault('telegram', t('Slow'), t('Every call takes two seconds longer'), { where: 'telegram.*', kind: 'slow', seconds: 2 }),
      flag('telegram', 'privacy_mode', t('Privacy mode'), t('In groups the bot sees only commands and replies meant for it')),
      flag('telegram', 'anonymous_admins', t('Anonymous admins'), t('Admins of groups write in the name of the group')),
    ],
  },
];

export class Weather {
  #dialog = byId('weather');
  #body = byId('weather-body');
  #api;
  #settings = {};
  #inputs = new Map(); // of the switches shown
  #changes = Promise.resolve(); // those under way
  #pending = 0;

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
    this.#inputs.clear();
    this.#body.replaceChildren(this.#durations(), ...sections().map((section) => this.#section(section)));
    this.#showSwitches();
  }

  #durations() {
    const [least, most] = this.#settings.yandex.duration;
    const shortest = slider(t('At least'), least);
    const longest = slider(t('At most'), most);
    const change = (moved) => {
      let [from, to] = [Number(shortest.input.value), Number(longest.input.value)];
      if (from > to) [from, to] = moved === shortest ? [from, from] : [to, to];
      shortest.show(from);
      longest.show(to);
      return [from, to];
    };
    for (const one of [shortest, longest]) {
      one.input.addEventListener('input', () => change(one));
      one.input.addEventListener('change', () => {
        const duration = change(one);
        this.#change('yandex', () => ({ duration }));
      });
    }
    return h('fieldset', {}, h('legend', {}, t('How long a drawing takes')), shortest.element, longest.element);
  }

  #section({ title, switches }) {
    return h('fieldset', {}, h('legend', {}, title), switches.map((one) => this.#switch(one)));
  }

  #switch(one) {
    const input = h('input', {
      type: 'checkbox', role: 'switch',
      onchange: () => {
        const on = input.checked;
        this.#change(one.server, (settings) => one.change(settings, on));
      },
    });
    this.#inputs.set(one, input);
    return h('label', { class: 'switch' }, h('span', {}, h('strong', {}, one.label), h('small', {}, one.note)), input);
  }

  /** Shows what is true, whatever was clicked: a change may be refused, and one switch may put out another. */
  #showSwitches() {
    for (const [one, input] of this.#inputs) input.checked = one.isOn(this.#settings[one.server]);
  }

  /**
   * One change after the other, as each builds on the settings that the one before has left. What was clicked meanwhile
   * stays as it was clicked until the last one is through.
   */
  #change(server, change) {
    this.#pending += 1;
    this.#changes = this.#changes.then(async () => {
      const settings = await orNotify(this.#api.changeSettings(server, change(this.#settings[server])));
      if (settings) this.#settings[server] = settings;
      this.#pending -= 1;
      if (!this.#pending) this.#showSwitches();
    });
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
