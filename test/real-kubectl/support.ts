import '../../src/cluster/provide.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld, readTopology } from '../../src/cluster/index.ts';
import { run } from '../../src/doors/fidelity/real/play-real.ts';
import { realTools } from '../../src/doors/fidelity/real/tools.ts';
import { kubeconfigText, openDoor } from '../../src/serve/index.ts';
import type { Door } from '../../src/serve/index.ts';

const found = realTools();
/** Why the real tools cannot run here; undefined when they can. */
export const missing = 'missing' in found ? found.missing : undefined;
if (missing !== undefined) console.warn(`\n*** The tests through the real kubectl and helm are SKIPPED: ${missing} ***\n`);

/** Whether nothing here makes a terminal for a program: `script` of util-linux does. */
export const withoutTerminal = spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore' }).status !== 0;
if (withoutTerminal) console.warn('\n*** The tests at a terminal are SKIPPED: there is no `script` of util-linux ***\n');

/** A served cluster of two workers with somebody at a shell, who has kubectl, helm and a kubeconfig. */
export interface Cluster {
  readonly door: Door;
  readonly folder: string;
  /** Types a command; gives both outputs, and the exit status when it is not 0. */
  type(command: string): Promise<string>;
  /** Repeats a command until its output matches; gives the last output. */
  until(command: string, matches: RegExp): Promise<string>;
  end(): Promise<void>;
}

/** Starts one, at ten times the speed of the wall clock. */
export async function startCluster(): Promise<Cluster> {
  const topology = readTopology({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  // It began an hour ago, so that its faster time does not overtake the clients'.
  const world = createWorld({ topology, seed: 1, epochMs: Math.floor(Date.now() / 1000) * 1000 - 3_600_000 });
  const door = await openDoor(world, { port: 0, bind: '127.0.0.1', speed: 10 });
  const folder = mkdtempSync(join(tmpdir(), 'real-tools-'));
  writeFileSync(join(folder, 'kubeconfig'), kubeconfigText(door.wayIn), { mode: 0o600 });
  const person = { folder, tools: 'folder' in found ? found.folder : '' };
  const type = async (command: string): Promise<string> => {
    const { output, status } = await run(person, command);
    return status === 0 ? output : `${output}[exit ${status}]\n`;
  };
  return {
    door,
    folder,
    type,
    async until(command, matches) {
      const deadline = performance.now() + 30_000;
      for (;;) {
        const output = await type(command);
        if (matches.test(output) || performance.now() > deadline) return output;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async end() {
      await door.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
