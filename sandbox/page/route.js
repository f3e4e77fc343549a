/** The open place and the account in the page's address: `?as=101#-4001001/5`, so that windows can be bookmarked. */

export const accountInAddress = () => {
  const as = new URLSearchParams(location.search).get('as');
  return as === null ? null : Number(as);
};

export const hashOf = ({ chat_id, thread }) => (thread === null ? `#${chat_id}` : `#${chat_id}/${thread}`);

/** The place that the address names, or null. It need not exist. */
export function placeInAddress() {
  const found = /^#(-?\d+)(?:\/(\d+))?$/.exec(location.hash);
  return found && { chat_id: Number(found[1]), thread: found[2] === undefined ? null : Number(found[2]) };
}

/** Writes the account into the address without a new entry in the history. */
export function keepAccount(id) {
  history.replaceState(null, '', `?as=${id}${location.hash}`);
}

/** Writes the place into the address without a new entry in the history. */
export function keepPlace(place) {
  history.replaceState(null, '', `${location.search}${place ? hashOf(place) : ''}`);
}
