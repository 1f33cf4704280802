// `node scripts/door.mjs bench/steps`: the longest that a person waits for a step back and for a step forwards, in wall
// milliseconds as JSON on standard output. A group of five members, at three places of ten minutes.
import '../src/cluster/provide.ts';
import type { Command, FrameDiff } from '../src/protocol/index.ts';
import { Engine } from '../src/worker/engine.ts';

const minuteMs = 60_000;
const lengthMs = 10 * minuteMs;
const stepsEach = 120;
/** A person who holds the key down repeats it so often. */
const betweenMs = 33;
/** Wall time after which something is wrong. */
const lateMs = 60_000;

let frame: FrameDiff | undefined;
const engine = new Engine({
  wallNow: () => performance.now(),
  post: (report) => {
    if (report.type === 'frame') frame = report;
    if (report.type === 'failure') throw new Error(report.message);
  },
});

function send(command: Command): void {
  engine.receive(command);
}

/** Lets the engine take its turns until it is so; gives how long that took. */
function until(isSo: (clock: FrameDiff['clock']) => boolean): number {
  const began = performance.now();
  while (!frame || frame.job || !isSo(frame.clock)) {
    if (frame) send({ type: 'drawn', frame: frame.frame });
    engine.turn();
    if (performance.now() - began > lateMs) throw new Error('the engine does not get there');
  }
  return performance.now() - began;
}

function pause(ms: number): void {
  const end = performance.now() + ms;
  until(() => performance.now() >= end);
}

/** The wall time that a step takes until it is seen. */
function step(command: Command, direction: 1 | -1): number {
  const from = frame?.clock.event ?? 0;
  send(command);
  const took = until(({ event, running }) => (event - from) * direction > 0 && !running);
  pause(betweenMs);
  return took;
}

send({ type: 'load', source: { seed: 1, topology: 'raft-5', scene: 'empty', paused: true } });
until(({ hash }) => hash !== undefined);
send({ type: 'pace', pace: { mode: 'max' } });
send({ type: 'runUntil', condition: { until: 'time', atMs: lengthMs } });
until(({ nowMs, running }) => nowMs >= lengthMs && !running);
let back = 0;
let forwards = 0;
for (const atMs of [lengthMs - 1_000, lengthMs / 2, minuteMs]) {
  send({ type: 'rewind', atMs });
  until(({ nowMs, hash }) => hash !== undefined && Math.abs(nowMs - atMs) < 1_000);
  pause(1_000);
  for (let i = 0; i < stepsEach; i++) back = Math.max(back, step({ type: 'step', by: 'back' }, -1));
  for (let i = 0; i < stepsEach; i++) forwards = Math.max(forwards, step({ type: 'runUntil', condition: { until: 'raft', next: 'message' } }, 1));
}
process.stdout.write(`${JSON.stringify({ back, forwards })}\n`);
