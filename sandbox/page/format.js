/** Formats times, sizes and names in the language of the page. */

import { locale, t } from './words.js';

/** A format of dates; made at its first use, when the language is known. */
function dates(options) {
  let format = null;
  return (seconds) => (format ??= new Intl.DateTimeFormat(locale(), options)).format(seconds * 1000);
}

const dayOfYear = dates({ day: 'numeric', month: 'long' });
const dayAndYear = dates({ day: 'numeric', month: 'long', year: 'numeric' });

const daysBetween = (later, earlier) =>
  Math.round((new Date(later).setHours(0, 0, 0, 0) - new Date(earlier).setHours(0, 0, 0, 0)) / 86_400_000);

/** "14:05"; `seconds` is Unix time, here and below. */
export const clock = dates({ hour: '2-digit', minute: '2-digit' });

/** The whole moment, for tooltips. */
export const moment = dates({ dateStyle: 'full', timeStyle: 'medium' });

/** "Today", "Yesterday", "21 November", "21 November 2025". */
export function day(seconds, now = Date.now()) {
  const passed = daysBetween(now, seconds * 1000);
  if (passed === 0) return t('Today');
  if (passed === 1) return t('Yesterday');
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date(now).getFullYear();
  return sameYear ? dayOfYear(seconds) : dayAndYear(seconds);
}

/** The time of today's messages, the day of older ones. */
export function clockOrDay(seconds, now = Date.now()) {
  return daysBetween(now, seconds * 1000) === 0 ? clock(seconds) : day(seconds, now);
}

/** A size in the greatest unit that it fills, megabytes with one decimal. */
export function bytes(count) {
  if (count < 1000) return t('{count} B', { count });
  if (count < 1_000_000) return t('{count} KB', { count: (count / 1000).toFixed(0) });
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return t('{count} MB', { count: (count / 1_000_000).toLocaleString(locale(), digits) });
}

/** A length of time as players show it: 0:04. */
export const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** The first letter of each of the first two words, as avatars show them. */
export function initials(name) {
  const words = name.trim().split(/\s+/u).slice(0, 2);
  return words.map((word) => [...word][0] ?? '').join('').toLocaleUpperCase();
}

/** The colour of a person or a chat: one of seven hues by the sum of the id's digits, as ids like to end in zeros. */
export const hue = (id) => [...String(Math.abs(id))].reduce((sum, digit) => sum + Number(digit), 0) % 7;

/** What happened in a chat, such as that somebody was added. */
export const serviceWords = ({ sentence, values }) => t(sentence, values);

const KINDS = { photo: () => t('Photo'), voice: () => t('Voice message'), file: () => t('File') };

/** What a message without words is. */
export const kindWords = (kind) => KINDS[kind]?.() ?? t('Message');

/** One line that stands for a message in lists and quotes. */
export function summary(message) {
  if (message.service) return serviceWords(message.service);
  if (message.sticker) return `${message.sticker} ${t('Sticker')}`;
  if (message.text) return message.text;
  if (message.photo) return kindWords('photo');
  if (message.voice) return kindWords('voice');
  if (message.document) return message.document.name;
  return t('Message');
}
