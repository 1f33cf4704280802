// A run outlives its page: a reload finds it again, whoever comes back is offered it, and a file carries it to others.

import { isObject } from '../../base/index.ts';
import type { Command, InputsReport, WorldSource } from '../../protocol/index.ts';
import { useWorld } from './store.ts';
import { useView, type OpenFile } from './view.ts';

/** A run as it is kept: its world's source with all that was done in it, how far it came, and what stood in the editor. */
export interface KeptRun {
  readonly source: WorldSource;
  readonly headMs: number;
  readonly files: readonly OpenFile[];
}

/** The run of this tab, for a reload. */
const reloadKey = 'orrery.inputs';
/** The last run in which somebody did something, for whoever comes back. */
const lastKey = 'orrery.lastRun';

/** Letters of the editor's files that are kept with a run. */
const mostText = 1_000_000;

let latest: InputsReport | undefined;
let isOwn = false;

/** Notes what is sent to the world: a run is worth keeping once somebody has done something in it, or has gone on with it. */
export function noteCommand(command: Command): void {
  if (command.type === 'load') {
    latest = undefined;
    isOwn = command.source.inputs !== undefined;
  } else if (command.type === 'run' || command.type === 'apply' || command.type === 'fault' || (command.type === 'terminalInput' && command.data.includes('\r'))) isOwn = true;
}

/** Keeps what a person did in this run, so that a reload finds it again. */
export function keepInputs(report: InputsReport): void {
  latest = report;
  keepForReload();
}

function keepForReload(): void {
  const run = runNow();
  if (run) store(() => sessionStorage, reloadKey, () => ({ address: location.hash, run }));
}

/** The page goes away: keeps the run for a reload, with what was typed last, and for whoever comes back after the tab was closed. */
export function keepLastRun(): void {
  keepForReload();
  const run = isOwn ? runNow() : undefined;
  if (run) store(() => localStorage, lastKey, () => run);
}

/** The run of this tab at this very address, if the page was reloaded. */
export function keptRun(): KeptRun | undefined {
  const kept = parsed(stored(() => sessionStorage, reloadKey));
  return kept?.['address'] === location.hash ? readRun(kept['run']) : undefined;
}

/** The last run that was kept in this browser. */
export function lastRun(): KeptRun | undefined {
  return readRunText(stored(() => localStorage, lastKey));
}

/** The run as a text that `readRunText` takes; nothing before there is one, or when too much was done to be kept. */
export function runText(): string | undefined {
  const run = runNow();
  return run && JSON.stringify(run);
}

/** Reads what `runText` wrote; undefined when it is no such text. What was done in it is judged by the world that takes it. */
export function readRunText(text: string | undefined): KeptRun | undefined {
  return readRun(parsed(text));
}

function runNow(): object | undefined {
  const { report, clock } = useWorld.getState();
  if (!report || !latest || latest.inputs === '') return undefined;
  const { seed, topology, scene, situation } = report;
  const source: WorldSource = { seed, topology, ...(scene === undefined ? {} : { scene }), ...(situation === undefined ? {} : { situation }), ...(latest.paused ? { paused: true } : {}), inputs: latest.inputs };
  const { files } = useView.getState();
  return { orrery: 'run', version: 1, headMs: Math.round(clock?.headMs ?? 0), source, files: lengthOf(files) > mostText ? [] : files };
}

function readRun(run: unknown): KeptRun | undefined {
  if (!isObject(run)) return undefined;
  const { source } = run;
  if (run['orrery'] !== 'run' || run['version'] !== 1 || typeof run['headMs'] !== 'number' || !isObject(source)) return undefined;
  const { seed, inputs, paused } = source;
  if (typeof seed !== 'number' || typeof inputs !== 'string') return undefined;
  const texts = Object.fromEntries(['topology', 'scene', 'situation'].flatMap((name) => (typeof source[name] === 'string' ? [[name, source[name]]] : [])));
  const files = Array.isArray(run['files']) ? run['files'].flatMap(readFile) : [];
  return { headMs: run['headMs'], files, source: { seed, inputs, ...texts, ...(paused === true ? { paused } : {}) } };
}

function readFile(file: unknown): readonly OpenFile[] {
  if (!isObject(file) || typeof file['name'] !== 'string' || typeof file['text'] !== 'string') return [];
  const { name, text, appliedText, verdict } = file;
  return [{ name, text, ...(typeof appliedText === 'string' ? { appliedText } : {}), ...(verdict === 'stored' || verdict === 'refused' ? { verdict } : {}) }];
}

const lengthOf = (files: readonly OpenFile[]): number => files.reduce((sum, { text, appliedText = '' }) => sum + text.length + appliedText.length, 0);

/** A forbidden or full storage costs only the way back. */
function store(storage: () => Storage, key: string, value: () => object): void {
  try {
    storage().setItem(key, JSON.stringify(value()));
  } catch {
    return;
  }
}

function stored(storage: () => Storage, key: string): string | undefined {
  try {
    return storage().getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
