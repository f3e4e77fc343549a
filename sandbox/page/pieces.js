/** A long text as applications send it: cut into messages. */

export const TEXT_LIMIT = 4096; // characters of a text message in Telegram

/** The text in pieces of at most the limit: cut behind a line where one ends late enough, else behind a word. */
export function pieces(text) {
  const found = [];
  let rest = text;
  while (rest.length > TEXT_LIMIT) {
    const head = rest.slice(0, TEXT_LIMIT);
    const at = ['\n', ' '].map((mark) => head.lastIndexOf(mark)).find((place) => place >= TEXT_LIMIT / 2) ?? whole(head);
    found.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...found, rest].filter(Boolean);
}

/** The length of a text without half a character at its end. */
function whole(text) {
  return /[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length;
}
