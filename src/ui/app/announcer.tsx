import { useEffect, useRef, useState } from 'react';
import { word } from '../i18n/index.ts';
import { clockText } from '../state/format.ts';
import { useWorld } from '../state/store.ts';
import type { World } from '../state/world.ts';

/** What is worth saying between two worlds, in one sentence; nothing most of the time. */
export function newsBetween(before: World, after: World): string | undefined {
  for (const [id, member] of after.members) {
    const was = before.members.get(id);
    if (was && member.role === 'leader' && was.role !== 'leader') {
      const have = was.votes.filter((vote) => vote.state === 'granted').length;
      return word('announce.leader', { name: member.name, term: member.term, have: Math.max(have, Math.floor(member.voters.length / 2) + 1), voters: member.voters.length });
    }
  }
  for (const [id, node] of after.nodes) {
    const was = before.nodes.get(id);
    if (was && was.ready !== node.ready) return word('announce.node', { name: node.name, state: node.ready === 'True' ? 'Ready' : 'NotReady' });
  }
  for (const [id, pod] of after.pods) {
    const was = before.pods.get(id);
    if (was && was.phase !== pod.phase) return word('announce.pod', { name: pod.name, status: pod.status });
  }
  const { clock } = after;
  if (clock && before.clock?.running && !clock.running) return word('announce.paused', { time: clockText(clock.nowMs) });
  return undefined;
}

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
