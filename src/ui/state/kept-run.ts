// A reload mid-run: the world comes back from its source and inputs.

import type { InputsReport } from '../../protocol/index.ts';
import { useWorld } from './store.ts';

const inputsKey = 'orrery.inputs';

/** Keeps what a person did in this run, so that a reload finds it again. */
export function keepInputs({ inputs, paused }: InputsReport): void {
  const report = useWorld.getState().report;
  if (!report) return;
  try {
    sessionStorage.setItem(inputsKey, JSON.stringify({ address: location.hash, seed: report.seed, inputs, paused }));
  } catch {
    // A full or forbidden storage costs only the return after a reload.
    return;
  }
}

/** What was kept of the run at this very address, if the page was reloaded: its inputs, and whether it stood still. */
export function keptRun(): { readonly inputs: string; readonly paused?: true } | undefined {
  try {
    const text = sessionStorage.getItem(inputsKey);
    const kept: unknown = text === null ? undefined : JSON.parse(text);
    if (typeof kept !== 'object' || kept === null || !('address' in kept) || !('inputs' in kept)) return undefined;
    if (kept.address !== location.hash || typeof kept.inputs !== 'string') return undefined;
    return { inputs: kept.inputs, ...('paused' in kept && kept.paused === true ? { paused: true } : {}) };
  } catch {
    // A forbidden storage, or one that holds something else: the page begins anew.
    return undefined;
  }
}
