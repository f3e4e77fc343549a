/** The menu of the bot's commands above the field: filtered by what is typed, picked by key or click. */

import { byId, h } from './dom.js';

const COMMAND_BEING_TYPED = /^\/([^\s]*)$/u;

export class CommandMenu {
  #list = byId('commands');
  #button = byId('menu-button');
  #field;
  #pick;
  #commands = [];
  #shown = [];
  #active = 0;

  /** `pick(command)` is called with the name of the command that was chosen. */
  constructor(field, pick) {
    this.#field = field;
    this.#pick = pick;
    this.#button.addEventListener('click', () => {
      if (this.isOpen) this.close();
      else this.#open(this.#commands);
      field.focus();
    });
    // The field keeps the focus while a command is clicked.
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
    field.addEventListener('blur', (event) => event.relatedTarget !== this.#button && this.close());
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  /** The commands of the open place: [{command, description}]. */
  setCommands(commands) {
    this.#commands = commands;
    this.#button.hidden = commands.length === 0;
    if (commands.length === 0) this.close();
  }

  /** Opens, narrows or closes the menu as the text demands. */
  follow(text) {
    const typed = COMMAND_BEING_TYPED.exec(text)?.[1].toLowerCase();
    const fitting = typed === undefined ? [] : this.#commands.filter(({ command }) => command.startsWith(typed));
    const complete = fitting.length === 1 && fitting[0].command === typed;
    if (fitting.length && !complete) this.#open(fitting);
    else this.close();
  }

  close() {
    this.#list.hidden = true;
    this.#button.ariaExpanded = 'false';
    this.#field.removeAttribute('aria-activedescendant');
  }

  /** Takes the keys that move in the menu; true if it was one of them. */
  handleKey(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#activate((this.#active + step + this.#shown.length) % this.#shown.length);
    else if (event.key === 'Enter' || event.key === 'Tab') this.#choose(this.#shown[this.#active]);
    else if (event.key === 'Escape') this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  #open(commands) {
    this.#shown = commands;
    this.#list.replaceChildren(...commands.map((command, index) => this.#option(command, index)));
    this.#list.hidden = false;
    this.#button.ariaExpanded = 'true';
    this.#activate(0);
  }

  #option(command, index) {
    return h(
      'div',
      {
        class: 'command', role: 'option', id: `command-${index}`,
        onclick: () => this.#choose(command),
        onpointermove: () => this.#active !== index && this.#activate(index),
      },
      h('strong', {}, `/${command.command}`),
      h('span', { dir: 'auto' }, command.description),
    );
  }

  #activate(index) {
    this.#active = index;
    [...this.#list.children].forEach((option, at) => {
      option.ariaSelected = String(at === index);
      if (at === index) option.scrollIntoView({ block: 'nearest' });
    });
    this.#field.setAttribute('aria-activedescendant', `command-${index}`);
  }

  #choose(command) {
    this.close();
    this.#pick(command.command);
  }
}
