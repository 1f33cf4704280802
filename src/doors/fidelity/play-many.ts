import { availableParallelism } from 'node:os';
import { Worker, parentPort, workerData } from 'node:worker_threads';
import { isObject } from '../../base/index.ts';
import { readGolden } from './areas.ts';
import { playTranscript } from './play.ts';
import type { Outcome } from './play.ts';
import { playReal } from './real/play-real.ts';
import { readTranscript } from './transcript.ts';

interface Report {
  readonly name: string;
  readonly outcome: Outcome;
  readonly tookMs: number;
}

/** What a thread is started for: to play transcripts, in sessions or through the real kubectl of a folder. */
interface Work {
  readonly transcripts: 'session' | { readonly tools: string };
}

/** Plays transcripts on all processors, in sessions or through real tools; gives each one's outcome by its name. */
export async function playMany(names: readonly string[], through: Work['transcripts'], note: (report: Report) => void): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const waiting = names.slice();
  const count = Math.min(availableParallelism(), names.length);
  await Promise.all(Array.from({ length: count }, () => drain(waiting, { transcripts: through }, (report) => {
    outcomes.set(report.name, report.outcome);
    note(report);
  })));
  return outcomes;
}

function drain(waiting: string[], work: Work, done: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: work });
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
  const work: unknown = workerData;
  if (!isWork(work)) return false;
  const { transcripts } = work;
  const play = async (name: string): Promise<void> => {
    const began = performance.now();
    const transcript = readTranscript(readGolden(name));
    const outcome = transcripts === 'session' ? playTranscript(name, transcript) : await playReal(name, transcript, transcripts.tools);
    parentPort?.postMessage({ name, outcome, tookMs: performance.now() - began } satisfies Report);
  };
  parentPort?.on('message', (name: string) => void play(name));
  return true;
}

function isWork(data: unknown): data is Work {
  return isObject(data) && 'transcripts' in data;
}
