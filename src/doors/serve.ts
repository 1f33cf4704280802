// A world behind HTTP: kubectl, helm and any other client of Kubernetes can talk to it.
import '../worker/provide.ts';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from '../cluster/index.ts';
import { describeError } from '../cluster/index.ts';
import { kubeconfigText, openDoor, readOptions, writeKubeconfig } from '../serve/index.ts';
import { fail, loadTopology } from './load-topology.ts';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (typeof options === 'string') fail(options);
  // Clients of the real network tell ages by their own clock.
  const world = createWorld({ topology: loadTopology(options.topology), seed: options.seed, epochMs: Math.floor(Date.now() / 1000) * 1000 });
  const door = await openDoor(world, { ...options, page: 'dist' }).catch((error: unknown) => fail(`cannot serve on ${options.bind}, port ${options.port}: ${describeError(error)}`));
  const path = options.kubeconfig ?? defaultPath(door.port);
  const problem = writeKubeconfig(path, kubeconfigText(door.wayIn));
  if (problem !== undefined) fail(problem);
  console.log(`Serving the API on ${door.url}, with kubectl:\nexport KUBECONFIG=${path}`);
  console.log(`In the browser: ${door.pageUrl ?? 'the page has not been built (npm run build)'}`);
  door.onFailure = ({ seed, event, process: name, error }) => {
    console.error(`the world has stopped: ${describeError(error)} (seed ${seed}, event ${event}, in ${name})`);
    process.exitCode = 1;
    void door.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void door.close());
}

function defaultPath(port: number): string {
  const folder = join(tmpdir(), `orrery-${process.getuid?.() ?? ''}-${port}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, 'kubeconfig');
}

void main();
