/** Short notices at the bottom, and alerts that wait for a click. */

import { byId, h } from './dom.js';

const SHOWN_MS = 4000;

export function notify(text, { error = false } = {}) {
  const notices = byId('notices');
  const notice = h('p', { class: error ? 'notice error' : 'notice' }, text);
  notices.append(notice);
  // Shown anew, so that it lies above any dialog that was opened since.
  if (notices.matches(':popover-open')) notices.hidePopover();
  notices.showPopover();
  setTimeout(() => {
    notice.remove();
    if (!notices.children.length && notices.matches(':popover-open')) notices.hidePopover();
  }, SHOWN_MS);
}

export function showAlert(text) {
  const dialog = byId('alert');
  byId('alert-text').textContent = text;
  if (!dialog.open) dialog.showModal();
}

/** Runs something that may be refused, and says so; the answer is null then. */
export async function orNotify(promise) {
  try {
    return await promise;
  } catch (error) {
    notify(error.message, { error: true });
    return null;
  }
}
