import type { Process } from '../../kernel/index.ts';
import { Pipe } from '../../machine/index.ts';
import type { Child, Sandbox, Writable } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Connection } from '../../network/index.ts';
import { bashProgram } from '../later.ts';
import { isSshMessage, sshPort } from './messages.ts';
import type { SshMessage } from './messages.ts';

/** Serves secure shells on a machine: each connection runs one command in its sandbox. Gives what stops it. */
export function serveSecureShell(sandbox: Sandbox, env: ReadonlyMap<string, string> = new Map()): () => void {
  const listener = sandbox.stack.listen({ port: sshPort, name: `${sandbox.name}/sshd`, group: sandbox.group });
  const serve = function* (): Process {
    for (let connection = yield* listener.accepted.take(); connection; connection = yield* listener.accepted.take()) {
      sandbox.kernel.spawn(`${sandbox.name}/sshd`, answer(sandbox, env, connection), sandbox.group);
    }
  };
  sandbox.kernel.spawn(`${sandbox.name}/sshd`, serve(), sandbox.group);
  return () => listener.close();
}

function* answer(sandbox: Sandbox, env: ReadonlyMap<string, string>, connection: Connection): Process {
  let child: Child | undefined;
  const input = new Pipe();
  try {
    for (let message = yield* connection.receive(); message !== undefined; message = yield* connection.receive()) {
      if (!isSshMessage(message)) continue;
      if (message.type === 'ssh.run') child = run(sandbox, env, connection, message.command, input);
      else if (message.type === 'ssh.input') input.push(message.text);
      else if (message.type === 'ssh.input-end') input.end();
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  } finally {
    if (child && !child.process.isDone) sandbox.processes.signal(child.pid, 'SIGHUP');
  }
}

function run(sandbox: Sandbox, env: ReadonlyMap<string, string>, connection: Connection, command: string, stdin: Pipe): Child {
  const output = (descriptor: 1 | 2): Writable => ({
    isTerminal: false,
    *write(text) {
      connection.send({ type: 'ssh.output', descriptor, text } satisfies SshMessage);
    },
  });
  const argv = command === '' ? ['bash'] : ['bash', '-c', command];
  const child = sandbox.processes.start({ program: bashProgram, argv, env: new Map(env), cwd: '/root', stdin, stdout: output(1), stderr: output(2) });
  child.process.onDone(() => {
    connection.send({ type: 'ssh.exit', status: child.status ?? 0 } satisfies SshMessage);
    connection.close();
  });
  return child;
}
