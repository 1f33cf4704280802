// Upstream: the entrypoints of the images mysql, mariadb, postgres, mongo
import { formatMilliTime } from '../../base/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { Program, ProgramContext } from '../../machine/index.ts';
import { runDaemon } from './daemon.ts';

function entrypointStamp(context: ProgramContext): string {
  return formatMilliTime(context.sandbox.kernel.wallMs).replace('T', ' ').replace(/\.\d+Z$/, '+00:00');
}

/** The files of a database: a directory that is filled when it is first used. */
function isInitialized(context: ProgramContext, directory: string, mark: string): boolean {
  return context.sandbox.files.exists(`${directory}/${mark}`);
}

function initialize(context: ProgramContext, directory: string, mark: string): void {
  const { files } = context.sandbox;
  files.makeDirectory(directory, { parents: true });
  files.write(`${directory}/${mark}`, '');
}

/** `mysqld` behind its entrypoint; `label` is how it calls itself. */
export function mysqlServer(label: 'MySQL' | 'MariaDB', version: string): Program {
  const prefix = label === 'MySQL' ? 'MYSQL' : 'MARIADB';
  return function* (context) {
    const { env } = context;
    const note = (level: string, text: string): string => `${entrypointStamp(context)} [${level}] [Entrypoint]: ${text}\n`;
    yield* context.stdout.write(note('Note', `Entrypoint script for ${label} Server ${version} started.`));
    const names = ['ROOT_PASSWORD', 'ALLOW_EMPTY_PASSWORD', 'RANDOM_ROOT_PASSWORD'];
    const hasPassword = names.some((name) => (env.get(`MYSQL_${name}`) ?? env.get(`${prefix}_${name}`) ?? '') !== '');
    if (!isInitialized(context, '/var/lib/mysql', 'mysql.ibd')) {
      if (!hasPassword) {
        yield* context.stderr.write(`${note('ERROR', 'Database is uninitialized and password option is not specified').trimEnd()}\n    You need to specify one of the following as an environment variable:\n${names.map((name) => `    - ${prefix}_${name}\n`).join('')}`);
        return 1;
      }
      yield* context.stdout.write(note('Note', 'Initializing database files'));
      yield* sleep(4_000);
      initialize(context, '/var/lib/mysql', 'mysql.ibd');
      yield* context.stdout.write(note('Note', 'Database files initialized') + note('Note', `${label} init process done. Ready for start up.`));
    }
    const stamp = (code: string, text: string): string => `${formatMilliTime(context.sandbox.kernel.wallMs)} 0 [System] [${code}] [Server] ${text}\n`;
    return yield* runDaemon(context, {
      ports: [3306], startMs: 1_200, memoryBytes: 380 * 2 ** 20,
      greeting: () => stamp('MY-010931', `/usr/sbin/mysqld: ready for connections. Version: '${version}'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.`),
      farewell: () => stamp('MY-010910', `/usr/sbin/mysqld: Shutdown complete (mysqld ${version})  MySQL Community Server - GPL.`),
    });
  };
}

/** `postgres` behind its entrypoint. */
export const postgresServer: Program = function* (context) {
  const { env } = context;
  const directory = env.get('PGDATA') ?? '/var/lib/postgresql/data';
  const stamp = (text: string): string => `${formatMilliTime(context.sandbox.kernel.wallMs).replace('T', ' ').replace('Z', ' UTC')} [${context.pid}] LOG:  ${text}\n`;
  if (!isInitialized(context, directory, 'PG_VERSION')) {
    if ((env.get('POSTGRES_PASSWORD') ?? '') === '' && env.get('POSTGRES_HOST_AUTH_METHOD') !== 'trust') {
      yield* context.stderr.write(`Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
`);
      return 1;
    }
    yield* context.stdout.write('The files belonging to this database system will be owned by user "postgres".\n');
    yield* sleep(1_500);
    initialize(context, directory, 'PG_VERSION');
    yield* context.stdout.write('\nPostgreSQL init process complete; ready for start up.\n\n');
  } else {
    yield* context.stdout.write('\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n');
  }
  return yield* runDaemon(context, {
    ports: [5432], startMs: 120, memoryBytes: 40 * 2 ** 20,
    greeting: () => stamp('starting PostgreSQL 16.4 on x86_64-pc-linux-gnu') + stamp('listening on IPv4 address "0.0.0.0", port 5432') + stamp('database system is ready to accept connections'),
    farewell: () => stamp('received fast shutdown request') + stamp('database system is shut down'),
  });
};

/** `stress --vm N --vm-bytes SIZE --cpu N --timeout SECONDS` */
export const stress: Program = function* (context): Process<number> {
  const args = context.argv.slice(1);
  const value = (...names: readonly string[]): string | undefined => {
    const at = args.findIndex((arg) => names.includes(arg.replace(/=.*$/, '')));
    const arg = args[at];
    return arg === undefined ? undefined : arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : args[at + 1];
  };
  if (args.length === 0) {
    yield* context.stdout.write("`stress' imposes certain types of compute stress on your system\n\nUsage: stress [OPTION [ARG]] ...\n");
    return 0;
  }
  const workers = Number(value('--vm', '-m') ?? 0);
  const bytes = bytesOf(value('--vm-bytes') ?? '256M');
  const cpus = Number(value('--cpu', '-c', '-cpus') ?? 0);
  const total = value('-mem-total') === undefined ? workers * bytes : bytesOf(value('-mem-total') ?? '0');
  yield* context.stdout.write(`stress: info: [${context.pid}] dispatching hogs: ${cpus} cpu, 0 io, ${workers} vm, 0 hdd\n`);
  const seconds = Number((value('--timeout', '-t') ?? '').replace(/s$/, '')) || undefined;
  const startedMs = context.sandbox.kernel.nowMs;
  // Memory is taken step by step, as pages are touched.
  for (let step = 1; step <= 10; step++) {
    yield* sleep(20);
    context.sandbox.use?.set(context.pid, { memoryBytes: (total * step) / 10 + 2 ** 20, cpuMilli: (cpus + workers) * 1000 });
  }
  if (seconds === undefined) yield* sleep(1e14);
  else yield* sleep(Math.max(0, seconds * 1000 - (context.sandbox.kernel.nowMs - startedMs)));
  yield* context.stdout.write(`stress: info: [${context.pid}] successful run completed in ${seconds ?? 0}s\n`);
  return 0;
};

function bytesOf(text: string): number {
  const [, number = '0', unit = ''] = /^([\d.]+)\s*([a-zA-Z]*)$/.exec(text) ?? [];
  const sizes: Readonly<Record<string, number>> = { B: 1, K: 1024, M: 2 ** 20, G: 2 ** 30 };
  return Number(number) * (sizes[unit.charAt(0).toUpperCase()] ?? 1);
}
