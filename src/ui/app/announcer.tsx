import { useEffect, useRef, useState } from 'react';
import { useWorld } from '../state/store.ts';
import { newsBetween } from './news.ts';

/** The live region: at most one sentence a second, only while paused or slow. */
export function Announcer() {
  const [text, setText] = useState('');
  const last = useRef(0);
  useEffect(() => useWorld.subscribe((after, before) => {
    const slow = !after.clock?.running || after.clock.messagesPerSecond <= 2;
    const now = performance.now();
    if (!slow || now - last.current < 1_000) return;
    const news = newsBetween(before, after);
    if (news === undefined) return;
    last.current = now;
    setText(news);
  }), []);
  return <div className="visually-hidden" role="log" aria-live="polite" data-testid="announcer">{text}</div>;
}
