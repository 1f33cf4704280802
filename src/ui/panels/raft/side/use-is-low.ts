import { useSyncExternalStore } from 'react';

const query = '(max-height: 840px)';

function subscribe(changed: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener('change', changed);
  return () => list.removeEventListener('change', changed);
}

/** Whether the page is so low that what stands beside the picture of Raft has to be brief, for all of it to be seen. */
export function useIsLow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
