// `npm run bench [-- NAME …]`: measures this engine; one JSON line per figure.
import { createsPerSecond, getsPerSecond } from './bench/api.ts';
import { besidePeer, paceOfMachine } from './bench/beside-peer.ts';
import { figuresOf } from './bench/child.ts';
import type { Figure } from './bench/figure.ts';
import { idleFastForward } from './bench/idle.ts';
import { memoryPerPod, weighPods, weighWord } from './bench/memory.ts';
import { podsReady } from './bench/pods.ts';
import { raftEventsPerMinute } from './bench/raft.ts';
import { serverFigures } from './bench/server.ts';
import { longestSlice } from './bench/slices.ts';
import { longestSteps } from './bench/steps.ts';

/** What can be measured, by the name it is asked for with. */
const measurements: Readonly<Record<string, () => Figure | readonly Figure[]>> = {
  'pods-100': () => podsReady(100, 0.1),
  'pods-300': () => podsReady(300, 0.3),
  'pods-1000': () => podsReady(1_000, 1),
  idle: idleFastForward,
  creates: createsPerSecond,
  gets: getsPerSecond,
  server: serverFigures,
  raft: raftEventsPerMinute,
  memory: memoryPerPod,
  slices: longestSlice,
  steps: longestSteps,
  http: () => figuresOf('bench/http.mjs'),
  'against-real': () => figuresOf('bench/against-real.mjs'),
  chromium: () => figuresOf('bench/chromium.mjs'),
  frames: () => figuresOf('bench/frames.mjs'),
  machine: paceOfMachine,
  peer: besidePeer,
  'peer-1000': () => besidePeer([1_000]),
};

/** What is measured only when it is asked for by name: it takes many minutes. */
const slow: ReadonlySet<string> = new Set(['peer-1000']);

function main(names: readonly string[]): number {
  const unknown = names.filter((name) => !(name in measurements));
  if (unknown.length > 0) {
    process.stderr.write(`bench: unknown ${unknown.join(', ')}; known are ${Object.keys(measurements).join(', ')}\n`);
    return 2;
  }
  for (const [name, measure] of Object.entries(measurements)) {
    if (names.length > 0 ? !names.includes(name) : slow.has(name)) continue;
    for (const figure of [measure()].flat()) process.stdout.write(`${JSON.stringify(figure)}\n`);
  }
  return 0;
}

const args = process.argv.slice(2);
if (args[0] === weighWord) weighPods();
else process.exitCode = main(args);
