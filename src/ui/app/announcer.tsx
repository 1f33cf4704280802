import { useEffect, useState } from 'react';
import { useWorld } from '../state/store.ts';
import { useView } from '../state/view.ts';
import type { World } from '../state/world.ts';
import { newsBetween } from './news.ts';

/** The least time between two sentences, in wall milliseconds. */
const pauseMs = 1_000;

/** The live region: at most one sentence a second, only while paused or slow; what changes meanwhile is said after it. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    let since: World | undefined;
    let lastMs = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      timer = undefined;
      const after = useWorld.getState();
      const isSlow = !after.clock?.running || after.clock.messagesPerSecond <= 2;
      const news = since && isSlow ? newsBetween(since, after, useView.getState().perspective === 'raft') : undefined;
      since = undefined;
      if (news === undefined) return;
      lastMs = performance.now();
      setText(news);
    };
    const unsubscribe = useWorld.subscribe((_, before) => {
      since ??= before;
      if (timer !== undefined) return;
      const waitMs = pauseMs - (performance.now() - lastMs);
      if (waitMs <= 0) tell();
      else timer = setTimeout(tell, waitMs);
    });
    return () => { clearTimeout(timer); unsubscribe(); };
  }, []);
  return <div className="visually-hidden" role="log" aria-live="polite" data-testid="announcer">{text}</div>;
}
