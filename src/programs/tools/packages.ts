// Upstream: apt-get(8), apk(8). The world has no mirror of any distribution: packages are looked for, and not found.
import type { Process } from '../../kernel/index.ts';
import { resolveName } from '../../machine/index.ts';
import type { Tool, ToolBody } from './support/tool.ts';

/** Where a distribution's packages come from. */
interface Mirror {
  readonly host: string;
  readonly suites: readonly (readonly [path: string, suite: string])[];
}

const debianMirror: Mirror = { host: 'deb.debian.org', suites: [['debian', 'bookworm'], ['debian', 'bookworm-updates'], ['debian-security', 'bookworm-security']] };
const ubuntuMirror: Mirror = { host: 'archive.ubuntu.com', suites: [['ubuntu', 'noble'], ['ubuntu', 'noble-updates'], ['ubuntu', 'noble-backports'], ['ubuntu', 'noble-security']] };

function mirrorOf({ files }: Tool): Mirror {
  const release = files.exists('/etc/os-release') ? files.read('/etc/os-release') : '';
  return /^ID=ubuntu$/m.test(release) ? ubuntuMirror : debianMirror;
}

/** Why a mirror is not reached, in the resolver's words. */
function* whyNot(tool: Tool, host: string): Process<'absent' | 'unanswered'> {
  const { verdict } = yield* resolveName(tool.context, host);
  return verdict === 'no-answer' ? 'unanswered' : 'absent';
}

/** `apt-get update|install|remove PACKAGE…`, `apt` */
export const apt: ToolBody = function* (tool) {
  const [verb = 'help', ...names] = tool.args.filter((arg) => !arg.startsWith('-'));
  if (tool.name === 'apt') yield* tool.context.stderr.write('\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n');
  if (verb === 'update') return yield* update(tool);
  if (['upgrade', 'dist-upgrade', 'autoremove', 'clean', 'autoclean'].includes(verb)) {
    if (!verb.includes('clean')) tool.put('Reading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\n0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n');
    return 0;
  }
  if (!['install', 'remove', 'purge'].includes(verb)) {
    yield* tool.context.stderr.write(`E: Invalid operation ${verb}\n`);
    return 100;
  }
  tool.put('Reading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\n');
  yield* tool.flush();
  const unknown = names.filter((name) => !tool.context.sandbox.findProgram(name));
  for (const name of unknown) yield* tool.context.stderr.write(`E: Unable to locate package ${name}\n`);
  if (unknown.length > 0) return 100;
  for (const name of names) tool.put(`${name} is already the newest version.\n`);
  tool.put('0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n');
  return 0;
};

function* update(tool: Tool): Process<number> {
  const { host, suites } = mirrorOf(tool);
  const why = `${(yield* whyNot(tool, host)) === 'unanswered' ? 'Temporary failure resolving' : 'Could not resolve'} '${host}'`;
  suites.forEach(([path, suite], index) => tool.put(`Err:${index + 1} http://${host}/${path} ${suite} InRelease\n  ${why}\n`));
  tool.put('Reading package lists... Done\n');
  yield* tool.flush();
  for (const [path, suite] of suites) yield* tool.context.stderr.write(`W: Failed to fetch http://${host}/${path}/dists/${suite}/InRelease  ${why}\n`);
  yield* tool.context.stderr.write('W: Some index files failed to download. They have been ignored, or old ones used instead.\n');
  return 0;
}

/** `apk add|update|info PACKAGE…` of Alpine. */
export const apk: ToolBody = function* (tool) {
  const [verb = '', ...names] = tool.args.filter((arg) => !arg.startsWith('-'));
  const host = 'dl-cdn.alpinelinux.org';
  if (verb !== 'add' && verb !== 'update' && verb !== 'upgrade') return verb === 'del' ? 0 : 1;
  const why = (yield* whyNot(tool, host)) === 'unanswered' ? 'temporary error (try again later)' : 'DNS lookup error';
  for (const part of ['main', 'community']) {
    const url = `https://${host}/alpine/v3.20/${part}`;
    yield* tool.context.stdout.write(`fetch ${url}/x86_64/APKINDEX.tar.gz\n`);
    yield* tool.context.stderr.write(`WARNING: fetching ${url}: ${why}\n`);
  }
  if (verb !== 'add') {
    yield* tool.context.stderr.write('2 unavailable, 0 stale; 14 distinct packages available\n');
    return 2;
  }
  yield* tool.context.stderr.write(`ERROR: unable to select packages:\n${names.map((name) => `  ${name} (no such package):\n    required by: world[${name}]\n`).join('')}`);
  return names.length;
};
