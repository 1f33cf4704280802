import { availableParallelism } from 'node:os';
import { Worker, parentPort, workerData } from 'node:worker_threads';
import { readGolden } from './areas.ts';
import { playTranscript } from './play.ts';
import type { Outcome } from './play.ts';
import { readTranscript } from './transcript.ts';

interface Report {
  readonly name: string;
  readonly outcome: Outcome;
  readonly tookMs: number;
}

/** Plays transcripts on all processors; gives each one's outcome by its name. */
export async function playMany(names: readonly string[], note: (report: Report) => void): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const waiting = names.slice();
  const count = Math.min(availableParallelism(), names.length);
  await Promise.all(Array.from({ length: count }, () => drain(waiting, (report) => {
    outcomes.set(report.name, report.outcome);
    note(report);
  })));
  return outcomes;
}

function drain(waiting: string[], done: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: 'transcripts' });
    const next = (): void => {
      const name = waiting.shift();
      if (name !== undefined) return worker.postMessage(name);
      resolve();
      void worker.terminate();
    };
    worker.on('message', (report: Report) => {
      done(report);
      next();
    });
    worker.on('error', reject);
    next();
  });
}

/** What a thread of `playMany` does; false when this is not one. */
export function servePlayers(): boolean {
  if (workerData !== 'transcripts') return false;
  parentPort?.on('message', (name: string) => {
    const began = performance.now();
    const outcome = playTranscript(name, readTranscript(readGolden(name)));
    parentPort?.postMessage({ name, outcome, tookMs: performance.now() - began } satisfies Report);
  });
  return true;
}
