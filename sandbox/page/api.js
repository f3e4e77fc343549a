/** The server: what can be asked of it, and its stream of events. */

import { t } from './words.js';

/** An answer other than success, or none; the message is a sentence for people. `status` is 0 where none came. */
export class ApiError extends Error {
  constructor(sentence, status = 0) {
    super(sentence);
    this.status = status;
  }
}

async function call(method, path, body) {
  const request = { method, headers: body && { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) };
  let response;
  try {
    response = await fetch(path, request);
    if (response.status === 401) {
      await fetch('/'); // started anew, the sandbox wants the cookie that it gives with the page
      response = await fetch(path, request);
    }
  } catch {
    throw new ApiError(t('The sandbox does not answer. Is it still running?'));
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(answer?.error ? t(answer.error) : t('The sandbox answered with status {status}.', response), response.status);
  return answer;
}

/** The calls of one account (`as`: its user id, or null for the first one). */
export function createApi(as) {
  const post = (path, body) => call('POST', path, { as: api.as, ...body });
  const api = {
    as,
    state: () => call('GET', api.as === null ? '/api/state' : `/api/state?as=${api.as}`),
    send: (place, message) => post('/api/send', { ...place, ...message }),
    album: (place, photos, caption) => post('/api/album', { ...place, photos, caption }),
    forward: (message, from_chat_id, place) => post('/api/forward', { from_chat_id, id: message.id, ...place }),
    edit: (chat_id, id, text) => post('/api/edit', { chat_id, id, text }),
    remove: (chat_id, id) => post('/api/delete', { chat_id, id }),
    press: (chat_id, id, data) => post('/api/press', { chat_id, id, data }),
    chat: (chat_id, action, thread_id) => post('/api/chat', { chat_id, do: action, thread_id }),
    settings: (server) => call('GET', `/${server}/-/settings`),
    changeSettings: (server, change) => call('PUT', `/${server}/-/settings`, change),

    /** Follows the events after number `after`; resolves when the stream breaks or the server asks for a reload. */
    follow: (after, { opened, event }) =>
      new Promise((resolve) => {
        const source = new EventSource(`/api/events?as=${api.as}&after=${after}`);
        const end = () => {
          source.close();
          resolve();
        };
        source.onopen = opened;
        source.onerror = end;
        source.onmessage = ({ data }) => {
          const parsed = JSON.parse(data);
          if (parsed.type === 'reload') end();
          else event(parsed);
        };
      }),
  };
  return api;
}
