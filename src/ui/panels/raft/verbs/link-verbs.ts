import { machineId } from '../../../../protocol/index.ts';
import { words, type RaftVerb } from './raft-verb.ts';

/** What a link can be made to do at once; other figures have a form of their own. */
const worse = { loss: '0.2', latency: '20ms', jitter: '5ms' } as const;

/** Everything that can be done to the link between two machines. `isCut` asks whether one cannot be heard by the other. */
export function linkVerbs(from: string, to: string, isCut: (from: string, to: string) => boolean): readonly RaftVerb[] {
  const [there, back] = [isCut(from, to), isCut(to, from)];
  const both = { from: machineId(from), to: machineId(to) };
  const oneWay = (a: string, b: string, isClosed: boolean): RaftVerb =>
    ({ word: isClosed ? 'verb.linkHealOneWay' : 'verb.linkCutOneWay', values: { from: a, to: b }, fault: words(isClosed ? 'heal' : 'cut', a, b, '--one-way') });
  return [
    ...(there && back ? [] : [{ word: 'verb.linkCut', values: { from, to }, fault: { fault: 'cut', ...both } } satisfies RaftVerb]),
    ...(there || back ? [{ word: 'verb.linkHeal', values: { from, to }, fault: { fault: 'heal', ...both } } satisfies RaftVerb] : []),
    oneWay(from, to, there),
    oneWay(to, from, back),
    { word: 'verb.linkLoss', values: { percent: 20 }, fault: words('loss', from, to, worse.loss), parted: true },
    { word: 'verb.linkLatency', values: { ms: 20 }, fault: words('latency', from, to, worse.latency) },
    { word: 'verb.linkJitter', values: { ms: 5 }, fault: words('jitter', from, to, worse.jitter) },
    { word: 'verb.linkNoLoss', fault: words('loss', from, to, '0'), parted: true },
    { word: 'verb.linkUsualLatency', fault: words('latency', from, to, 'usual') },
    { word: 'verb.linkUsualJitter', fault: words('jitter', from, to, 'usual') },
  ];
}

/** What can be done to a wall. */
export const wallVerbs: readonly RaftVerb[] = [{ key: 'H', word: 'verb.healAll', fault: { fault: 'healAll' } }];
