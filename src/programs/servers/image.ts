import { sha256Hex } from '../../base/index.ts';
import type { FileSystem, Image, ImageLayer, Program } from '../../machine/index.ts';
import { interpreterOf } from '../shell/find-command.ts';

/** Layers that many images share, at the bottom. */
export interface BaseImage {
  readonly name: string;
  readonly sizeBytes: number;
  readonly programs: ReadonlyMap<string, Program>;
  /** `/etc/os-release`. */
  readonly release: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** From what an image is made. */
export interface Recipe {
  readonly base?: BaseImage;
  /** Of its own layers. */
  readonly sizeBytes: number;
  readonly programs?: Readonly<Record<string, Program>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly user?: string;
  readonly exposedPorts?: readonly number[];
  readonly fill?: (files: FileSystem) => void;
}

const searchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const binaryDirectories = ['/bin/', '/sbin/', '/usr/bin/', '/usr/sbin/', '/usr/local/bin/', '/usr/local/sbin/'];

/** Makes an image by its recipe. `name` is repository and tag: it decides the digests. */
export function buildImage(name: string, recipe: Recipe): Image {
  const { base } = recipe;
  const programs = new Map([...(base?.programs ?? []), ...Object.entries(recipe.programs ?? {})]);
  const layers: ImageLayer[] = base ? [{ digest: digestOf(`base ${base.name}`), sizeBytes: base.sizeBytes }] : [];
  if (recipe.sizeBytes > 0) layers.push({ digest: digestOf(`layer ${name}`), sizeBytes: recipe.sizeBytes });
  const findProgram = (program: string): Program | undefined => programs.get(program) ?? programs.get(baseName(program));
  return {
    digest: digestOf(`manifest ${name}`),
    layers,
    entrypoint: recipe.entrypoint ?? [],
    command: recipe.command ?? [],
    env: { PATH: searchPath, ...base?.env, ...recipe.env },
    workingDirectory: recipe.workingDirectory ?? '',
    user: recipe.user ?? '',
    exposedPorts: recipe.exposedPorts ?? [],
    fill: (files) => fillRoot(files, base, programs, recipe),
    findProgram: (program, files) => findProgram(program) ?? scriptAt(program, files, findProgram),
  };
}

function digestOf(text: string): string {
  return `sha256:${sha256Hex(text)}`;
}

/** `/bin/ls` is `ls`; a path elsewhere is no program of the image. */
function baseName(path: string): string {
  const directory = binaryDirectories.find((candidate) => path.startsWith(candidate));
  return directory === undefined ? path : path.slice(directory.length);
}

/** A script among the container's files: by path, or by name along the search path. */
function scriptAt(name: string, files: FileSystem, findProgram: (name: string) => Program | undefined): Program | undefined {
  const paths = name.includes('/') ? [name] : searchPath.split(':').map((directory) => `${directory}/${name}`);
  const path = paths.find((candidate) => files.exists(candidate) && files.stat(candidate).type === 'file' && (files.stat(candidate).mode & 0o111) !== 0);
  return path === undefined ? undefined : interpreterOf(path, files, findProgram);
}

function fillRoot(files: FileSystem, base: BaseImage | undefined, programs: ReadonlyMap<string, Program>, recipe: Recipe): void {
  if (base) {
    for (const directory of ['/bin', '/dev', '/etc', '/home', '/lib', '/proc', '/root', '/run', '/sys', '/tmp', '/usr/bin', '/usr/local/bin', '/usr/sbin', '/var/log', '/var/run']) files.makeDirectory(directory, { parents: true });
    files.write('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n');
    files.write('/etc/group', 'root:x:0:\ndaemon:x:1:\nnogroup:x:65534:\n');
    files.write('/etc/os-release', base.release);
    for (const directory of ['/tmp', '/run', '/var/run']) files.changeMode(directory, 0o1777);
  }
  for (const name of programs.keys()) {
    if (name.startsWith('/')) writeBinary(files, name);
    else writeBinary(files, base ? `/bin/${name}` : `/${name}`);
  }
  recipe.fill?.(files);
}

function writeBinary(files: FileSystem, path: string): void {
  const at = path.lastIndexOf('/');
  if (at > 0) files.makeDirectory(path.slice(0, at), { parents: true });
  files.write(path, '\u007fELF', 0o755);
}
