import { useEffect, useRef } from 'react';
import type { WordKey } from '../../i18n/index.ts';
import { send } from '../../state/link.ts';
import { useWorld } from '../../state/store.ts';
import { useView } from '../../state/view.ts';
import { nextStep } from './side/situations.tsx';
import { byHandVerb } from './side/safeguards.tsx';
import { raftSteps, takeStep } from './steps.tsx';
import { doVerb, type RaftVerb } from './verbs/raft-verb.ts';

/** Where keys belong to something else than the view. */
const elsewhere = 'input, textarea, select, [contenteditable], [role="menu"], [role="dialog"], .mantine-Menu-dropdown';

/** The view's keys, for a list of them. Those of verbs are the selected thing's; others are always there. */
export const raftKeyList: readonly { readonly key: string; readonly word: WordKey }[] = [
  ...raftSteps.map(({ key, hint }) => ({ key, word: hint })),
  { key: '1–9', word: 'raft.keyMoves' }, { key: 'Enter', word: 'situation.next' }, { key: 'B', word: 'raft.byHand' }, { key: 'H', word: 'verb.healAll' },
  { key: 'T', word: 'verb.raftTimeout' }, { key: 'P', word: 'verb.raftPropose' }, { key: 'G', word: 'verb.raftTransfer' }, { key: 'S', word: 'verb.raftStop' }, { key: 'K', word: 'verb.raftCrash' },
  { key: 'W', word: 'verb.raftWipe' }, { key: 'Z', word: 'verb.raftPause' }, { key: 'X', word: 'verb.raftCut' }, { key: 'Y', word: 'verb.clientWrite' }, { key: 'U', word: 'verb.clientRead' },
  { key: 'D H B G X', word: 'raft.keyMessage' },
];

/** What a key means in the Raft view; undefined: nothing here. */
function meaningOf(key: string, verbs: readonly RaftVerb[], act: (verb: RaftVerb) => void): (() => void) | undefined {
  const { raft, clock } = useWorld.getState();
  const letter = key.toUpperCase();
  if (/^[1-9]$/.test(key)) {
    const move = clock?.running === true && raft?.lab?.isByHand !== true ? undefined : raft?.moves[Number(key) - 1];
    return move && (() => send(move.command));
  }
  if (key === 'Enter') return raft?.lab?.situation?.steps.some(({ isDone }) => !isDone) ? nextStep : undefined;
  const step = raftSteps.find((candidate) => candidate.key === letter);
  if (step) return () => takeStep(step.next);
  const verb = verbs.find((candidate) => candidate.key === letter);
  if (verb) return () => act(verb);
  if (letter === 'H') return () => send({ type: 'fault', fault: { fault: 'healAll' } });
  if (letter === 'B' && raft?.lab) return () => doVerb(byHandVerb(raft.lab?.isByHand ?? false));
  return undefined;
}

/** The view's own keys, before those of the page: steps, moves, and verbs of what is selected. */
export function useRaftKeys(verbs: readonly RaftVerb[], act: (verb: RaftVerb) => void): void {
  const latest = useRef({ verbs, act });
  useEffect(() => { latest.current = { verbs, act }; });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
      const { menu, dialog } = useView.getState();
      if (menu !== undefined || dialog !== undefined) return;
      if (event.target instanceof Element && (event.target.closest(elsewhere) || (event.key === 'Enter' && event.target.closest('button, [role="button"], summary, a')))) return;
      const meaning = meaningOf(event.key, latest.current.verbs, latest.current.act);
      if (!meaning) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      meaning();
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, []);
}
