/** The round picture of a person, the bot, a chat. */

import { h, icon } from './dom.js';
import { hue, initials } from './format.js';

export function avatar({ id, name, is_bot = false, is_forum = false }) {
  const shape = is_forum ? ' squircle' : '';
  return h(
    'span',
    { class: `avatar hue-${is_bot ? 'bot' : hue(id)}${shape}`, 'aria-hidden': 'true' },
    is_bot ? icon('brush') : initials(name),
  );
}
