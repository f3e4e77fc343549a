/** Copying, with word of it. */

import { notify } from './notices.js';
import { t } from './words.js';

export async function copy(text) {
  const copied = navigator.clipboard ? await viaClipboard(text) : viaSelection(text);
  notify(copied ? t('Copied') : t('The browser does not let this page copy.'), { error: !copied });
}

async function viaClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return viaSelection(text);
  }
}

/** Plain HTTP from another machine has no navigator.clipboard. */
function viaSelection(text) {
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}
