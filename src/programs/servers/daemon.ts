import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { Program, ProgramContext } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Connection } from '../../network/index.ts';
import { waitForEnd } from './http-server.ts';

/** How a server that takes connections behaves. */
export interface Daemon {
  readonly ports: readonly number[];
  readonly startMs?: number;
  readonly memoryBytes?: number;
  readonly greeting?: (context: ProgramContext) => string;
  readonly farewell?: (context: ProgramContext) => string;
  /** Talks with one client until it leaves; without it, connections are taken and nothing is said. */
  readonly talk?: (connection: Connection) => Process;
}

/** Runs a server until a signal ends it; gives its exit status. */
export function* runDaemon(context: ProgramContext, daemon: Daemon): Process<number> {
  const { sandbox } = context;
  yield* sleep(daemon.startMs ?? 50);
  const taken = daemon.ports.find((port) => sandbox.stack.listenerAt(port));
  if (taken !== undefined) {
    yield* context.stderr.write(`Could not create server TCP listening socket *:${taken}: bind: Address already in use\n`);
    return 1;
  }
  const listeners = daemon.ports.map((port) => sandbox.stack.listen({ port, name: `${sandbox.name}:${port}`, group: sandbox.group }));
  const accept = function* (listener: (typeof listeners)[number]): Process {
    for (let connection = yield* listener.accepted.take(); connection; connection = yield* listener.accepted.take()) {
      sandbox.kernel.spawn(`${sandbox.name}/client`, attend(connection, daemon), sandbox.group);
    }
  };
  for (const listener of listeners) sandbox.kernel.spawn(`${sandbox.name}/accept`, accept(listener), sandbox.group);
  try {
    sandbox.use?.set(context.pid, { memoryBytes: daemon.memoryBytes ?? 16 * 2 ** 20, cpuMilli: 2 });
    if (daemon.greeting) yield* context.stdout.write(daemon.greeting(context));
    yield* waitForEnd(context);
    if (daemon.farewell) yield* context.stdout.write(daemon.farewell(context));
    return 0;
  } finally {
    for (const listener of listeners) listener.close();
  }
}

function* attend(connection: Connection, { talk }: Daemon): Process {
  try {
    if (talk) yield* talk(connection);
    else while ((yield* connection.receive()) !== undefined);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  } finally {
    connection.close();
  }
}

/** A server as a program. */
export function daemonProgram(daemon: Daemon): Program {
  return (context) => runDaemon(context, daemon);
}
