import { describe, expect, it } from 'vitest';
import { HeldBack } from './held-back.ts';

function page(): { readonly heldBack: HeldBack; readonly delivered: string[] } {
  const delivered: string[] = [];
  return { delivered, heldBack: new HeldBack((message) => delivered.push(JSON.stringify(message))) };
}

const load = { type: 'load', source: { seed: 1 } };
const loadSaved = { type: 'load', source: { seed: 2, inputs: '[]' } };
const play = { type: 'play' };
const run = { type: 'run', tab: 'workstation', command: 'kubectl get pods' };
const drawn = { type: 'drawn', frame: 1 };
const text = (...messages: readonly object[]): readonly string[] => messages.map((message) => JSON.stringify(message));

describe('commands that come before every part of the engine is there', () => {
  it('wait in their order, except for what a booting world needs', () => {
    const { heldBack, delivered } = page();
    const step = { type: 'step', by: 'event' };
    for (const message of [load, run, drawn, step]) heldBack.take(message);
    expect(delivered).toEqual(text(load, drawn));
    heldBack.open();
    expect(delivered).toEqual(text(load, drawn, run, step));
    heldBack.take(run);
    expect(delivered.at(-1)).toBe(JSON.stringify(run));
  });

  it('do not wait when they say whether the world that boots goes on: who presses twice sees it twice', () => {
    const { heldBack, delivered } = page();
    const pause = { type: 'pause' };
    for (const message of [load, run, pause, play]) heldBack.take(message);
    expect(delivered).toEqual(text(load, pause, play));
    heldBack.open();
    expect(delivered).toEqual(text(load, pause, play, run));
  });

  it('wait with a world that does at once what was done before', () => {
    const { heldBack, delivered } = page();
    heldBack.take(loadSaved);
    heldBack.take(play);
    expect(delivered).toEqual([]);
    heldBack.open();
    expect(delivered).toEqual(text(loadSaved, play));
  });

  it.each([{ seed: 1, scene: 'raft-write' }, { seed: 1, situation: 'id: mine' }])('wait with a situation of the Raft laboratory: %j', (source) => {
    const { heldBack, delivered } = page();
    const loadSituation = { type: 'load', source };
    for (const message of [loadSituation, play, drawn]) heldBack.take(message);
    expect(delivered).toEqual(text(drawn));
    heldBack.open();
    expect(delivered).toEqual(text(drawn, loadSituation, play));
  });

  it('are forgotten with the world that they were for', () => {
    const { heldBack, delivered } = page();
    for (const message of [loadSaved, run, load, play]) heldBack.take(message);
    heldBack.open();
    expect(delivered).toEqual(text(load, play));
  });

  it('are held also when they make no sense, for the engine to answer', () => {
    const { heldBack, delivered } = page();
    heldBack.take('nonsense');
    heldBack.open();
    expect(delivered).toEqual(['"nonsense"']);
  });
});
