import { describe, expect, it } from 'vitest';
import { at, momentAt, timeScale } from '../panels/time/scale.ts';
import { matches } from '../panels/tables/filter.ts';
import { lead, parts, rail, ranked } from '../panels/scheduling/verdicts.ts';
import { tables } from '../testing/tables.ts';
import { actionFor, actions } from './actions.ts';
import { readAddress, writeAddress } from './address.ts';
import { clockText, momentText, shortPath, spanText } from './format.ts';
import { isSamePace, paceAt, paceStep } from './pace.ts';

const key = (name: string, more: Partial<KeyboardEvent> = {}) => actionFor({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })?.id;

describe('keys', () => {
  it('mean what presenters, arrows and Space mean everywhere', () => {
    expect([key(' '), key('.'), key('PageDown'), key('ArrowLeft'), key(':', { shiftKey: true }), key('Escape')]).toEqual(['play', 'step', 'step', 'back', 'find', 'climb']);
    expect(key('k', { ctrlKey: true })).toBe('find');
    expect(key('4', { altKey: true })).toBe('perspective.raft');
    expect(key('T', { shiftKey: true })).toBe('timeFold');
  });
  it('are given to one action each', () => {
    const keys = actions.flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the address', () => {
  it('comes back as it was written', () => {
    const source = { seed: 42, scene: 'rolling-update', topology: 'workers: [{name: a}]', situation: 'id: own\ntitle: {en: A & b, zh: 甲}', paused: true };
    const read = readAddress(writeAddress(source, { language: 'zh', theme: 'dark' }));
    expect(read).toEqual({ source, language: 'zh', theme: 'dark', problems: [] });
  });
  it('says what is wrong in it and goes on with what is right', () => {
    const read = readAddress('#seed=abc&lang=fr&scene=x');
    expect(read.source).toEqual({ seed: 1, scene: 'x' });
    expect(read.problems).toHaveLength(2);
    expect(readAddress(`#topology=${'x'.repeat(300_000)}`).problems).toHaveLength(1);
    expect(readAddress('#preset=ha&x=1&seed=2')).toMatchObject({
      source: { seed: 2 }, problems: ['preset, x: not known in an address, which may have topology, seed, scene, situation, lang, theme, paused, attached, token.'],
    });
  });
});

describe('times in words', () => {
  it('are as short as they can be', () => {
    expect([clockText(71_408.9), clockText(3_600_000)]).toEqual(['00:01:11.408', '01:00:00.000']);
    expect([momentText(64_902), momentText(3_661_000)]).toEqual(['1:04.902', '01:01:01.000']);
    expect([shortPath('/apis/apps/v1/namespaces/default/deployments/web'), shortPath('/api/v1/nodes'), shortPath('/api/v1/namespaces/a'), shortPath('/version')]).toEqual(['deployments/web', 'nodes', 'namespaces/a', '/version']);
    expect([spanText(2.44), spanText(16), spanText(1_630)]).toEqual(['2.4 ms', '16 ms', '1.6 s']);
  });
});

describe('the scales', () => {
  it('find the graduation of every pace they offer', () => {
    for (const mode of ['event', 'clock'] as const) for (let step = 0; step < 25; step++) expect(paceStep(paceAt(mode, step))).toBe(step);
    expect(paceAt('clock', 24)).toEqual({ mode: 'max' });
    expect([isSamePace({ mode: 'max' }, { mode: 'max' }), isSamePace({ mode: 'event', rate: 2 }, { mode: 'event', rate: 2 })]).toEqual([true, true]);
    expect([isSamePace({ mode: 'event', rate: 2 }, { mode: 'clock', rate: 2 }), isSamePace({ mode: 'event', rate: 2 }, { mode: 'event', rate: 4 })]).toEqual([false, false]);
  });
  it('show the whole run with room ahead, and lead back from a place to its moment', () => {
    const scale = timeScale(71_408, 686);
    expect(at(scale, 71_408, 686)).toBeLessThan(686);
    expect(momentAt(scale, at(scale, 40_000, 686), 686)).toBeCloseTo(40_000);
    expect(timeScale(36_000_000, 300).stepMs).toBeGreaterThan(600_000);
  });
});

describe('verdicts', () => {
  const attempt = tables.frame.attempts?.set?.[0];
  it('count what each filter leaves', () => {
    expect(attempt && rail(attempt).map((step) => step.left)).toEqual([6, 6, 5, 4, 4, 3, 3, 3, 3]);
  });
  it('put what is equal for all survivors first, and say how far ahead the chosen one is', () => {
    const chosen = attempt?.nodes.find((node) => node.node === 'worker-2');
    expect(attempt && chosen && parts(attempt, chosen).map((part) => [part.plugin, part.value, part.same])).toEqual([
      ['TaintToleration', 300, true], ['PodTopologySpread', 200, false], ['NodeResourcesBalancedAllocation', 96, false], ['NodeResourcesFit', 71, false]]);
    expect(attempt && lead(attempt)).toBe(11);
    expect(attempt && ranked(attempt).map((node) => node.node).slice(0, 4)).toEqual(['worker-2', 'worker-6', 'worker-1', 'worker-5']);
  });
});

describe('filters of tables', () => {
  it('ask for every word, and for the absence of those with a minus', () => {
    expect(matches('patch web', 'PATCH /deployments/web')).toBe(true);
    expect(matches('patch -web', 'PATCH /deployments/web')).toBe(false);
    expect(matches('  - ', 'anything')).toBe(true);
  });
});
