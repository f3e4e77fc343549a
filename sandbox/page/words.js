/**
 * The page's own words, in the language of the account. English sentences are the keys: what has no translation stays
 * English, as does the drawer, which is for whoever runs the sandbox.
 */

const RUSSIAN = {
  'Whom you write as': 'От чьего имени вы пишете',
  'You write as {name}': 'Вы пишете как {name}',
  'Write as {name} (a middle click opens a second window)': 'Писать как {name} (средняя кнопка мыши откроет второе окно)',
  'Chats': 'Чаты',
  'A sandbox: nothing leaves this computer, and nothing costs money.': 'Песочница: ничто не покидает этот компьютер и ничто не стоит денег.',
  'The sandbox is away. Trying to reach it again…': 'Песочница не отвечает. Пробуем снова…',
  'Choose a chat to start drawing': 'Выберите чат, чтобы рисовать',
  'Back to the chats': 'Назад к чатам',
  'Chat menu': 'Меню чата',
  'Messages': 'Сообщения',
  'Scroll to the newest message': 'К последнему сообщению',
  '{name}, {count} unread': '{name}, непрочитанных: {count}',
  'No messages yet': 'Сообщений пока нет',
  'You': 'Вы',
  'is typing': 'печатает',
  'sends a photo': 'отправляет фото',
  'sends a file': 'отправляет файл',
  'is busy': 'занят',
  'bot': 'бот',
  '{count} members': 'участников: {count}',
  'the bot has left': 'бот вышел',
  'the bot was removed': 'бота удалили',
  'blocked: it can neither read nor write here': 'заблокирован: он не может ни читать, ни писать здесь',
  'the bot may not write here': 'боту нельзя здесь писать',
  'Unblock the bot': 'Разблокировать бота',
  'Block the bot': 'Заблокировать бота',
  'Add the bot again': 'Вернуть бота',
  'Remove the bot': 'Удалить бота',
  'Let the bot write': 'Разрешить боту писать',
  'Do not let the bot write': 'Запретить боту писать',
  'Make it a supergroup': 'Сделать супергруппой',
  'Reopen the topic': 'Открыть тему снова',
  'Close the topic': 'Закрыть тему',
  'Delete the topic': 'Удалить тему',
  'Write a message': 'Написать сообщение',
  'Message': 'Сообщение',
  'This topic is closed': 'Тема закрыта',
  'Menu': 'Меню',
  'Commands': 'Команды',
  'Send': 'Отправить',
  'Send a photo, a sticker or a voice message': 'Отправить фото, стикер или голосовое сообщение',
  'Photo, sticker or voice': 'Фото, стикер или голос',
  'Photo': 'Фото',
  'Sticker': 'Стикер',
  'Sticker…': 'Стикер…',
  'Voice message': 'Голосовое сообщение',
  'Voice message, {seconds} seconds': 'Голосовое сообщение, секунд: {seconds}',
  'Start': 'Начать',
  'Unblock': 'Разблокировать',
  'Edit message': 'Правка сообщения',
  'Reply to {name}': 'Ответ: {name}',
  'Cancel': 'Отменить',
  'Cancel (Esc)': 'Отменить (Esc)',
  'More': 'Ещё',
  'Message menu': 'Меню сообщения',
  'Reply': 'Ответить',
  'Reply to the selection': 'Ответить на выделенное',
  'Copy': 'Скопировать',
  'Copy text': 'Скопировать текст',
  'Forward…': 'Переслать…',
  'Edit': 'Изменить',
  'Delete': 'Удалить',
  'Copied': 'Скопировано',
  'The browser does not let this page copy.': 'Браузер не даёт этой странице копировать.',
  'Forwarded to {name}': 'Переслано: {name}',
  'Forwarded from ': 'Переслано от ',
  'New messages': 'Новые сообщения',
  'What is drawn here appears here.': 'Здесь появится то, что будет нарисовано.',
  'This message is no longer here.': 'Этого сообщения здесь больше нет.',
  'Go to this message': 'К этому сообщению',
  'Deleted message': 'Удалённое сообщение',
  'Show the hidden text': 'Показать скрытый текст',
  'Sent without a sound': 'Отправлено без звука',
  'silent': 'без звука',
  'edited': 'изменено',
  'Buttons': 'Кнопки',
  'Today': 'Сегодня',
  'Yesterday': 'Вчера',
  'Picture': 'Картинка',
  'Picture: {text}': 'Картинка: {text}',
  'Open the picture': 'Открыть картинку',
  'Show the hidden picture': 'Показать скрытую картинку',
  'The picture cannot be loaded': 'Картинку не загрузить',
  'Tap to show': 'Нажмите, чтобы показать',
  'Download': 'Скачать',
  'Download {name}, {size}': 'Скачать {name}, {size}',
  'Close': 'Закрыть',
  'Close (Esc)': 'Закрыть (Esc)',
  'Previous picture': 'Предыдущая картинка',
  'Next picture': 'Следующая картинка',
};
const ENGLISH = { words: {}, locale: 'en-GB' };
const LANGUAGES = { ru: { words: RUSSIAN, locale: 'ru' } };
const ATTRIBUTES = ['aria-label', 'title', 'placeholder'];

let spoken = ENGLISH;

/** A sentence in the language of the account; `values` replace what stands in braces. */
export function t(english, values = {}) {
  return (spoken.words[english] ?? english).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The locale for dates and numbers. */
export const locale = () => spoken.locale;

/** Says everything in a language from now on. The first time, nothing stands on the page yet but its own words. */
export function speak(language) {
  const wanted = LANGUAGES[language] ?? ENGLISH;
  if (wanted === spoken) return;
  spoken = wanted;
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('body *:not(#weather *)')) {
    for (const name of ATTRIBUTES) if (element.hasAttribute(name)) element.setAttribute(name, t(element.getAttribute(name)));
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE && node.data.trim()) node.data = t(node.data);
  }
}
