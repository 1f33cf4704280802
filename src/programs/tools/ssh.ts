import type { Process } from '../../kernel/index.ts';
import { Pipe, resolveName } from '../../machine/index.ts';
import type { Child, Sandbox, Writable } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Connection } from '../../network/index.ts';
import { bashProgram } from '../shell/shell-program.ts';
import type { ToolBody } from './support/tool.ts';

/** The port of secure shells. */
export const sshPort = 22;

/** What client and server tell each other. */
type SshMessage =
  | { readonly type: 'ssh.run'; readonly command: string }
  | { readonly type: 'ssh.input'; readonly text: string }
  | { readonly type: 'ssh.input-end' }
  | { readonly type: 'ssh.output'; readonly descriptor: 1 | 2; readonly text: string }
  | { readonly type: 'ssh.exit'; readonly status: number };

function isSshMessage(payload: unknown): payload is SshMessage {
  return typeof payload === 'object' && payload !== null && 'type' in payload && typeof payload.type === 'string' && payload.type.startsWith('ssh.');
}

/** `ssh [USER@]HOST [COMMAND…]`: runs a command, or the commands of its input, on another machine. */
export const ssh: ToolBody = function* (tool) {
  const options = tool.options('+o:i:p:l:tTqvnNfA', {});
  const [destination, ...words] = options.operands;
  if (destination === undefined) {
    yield* tool.context.stderr.write('usage: ssh [-p port] destination [command [argument ...]]\n');
    return 255;
  }
  const host = destination.slice(destination.indexOf('@') + 1);
  const resolution = yield* resolveName(tool.context, host);
  if (resolution.verdict !== 'found') return yield* tool.fail(`Could not resolve hostname ${host}: Name or service not known`, 255);
  const port = options.number('p', sshPort);
  let connection: Connection;
  try {
    connection = yield* tool.context.sandbox.stack.connect({ address: resolution.addresses[0] ?? '', port });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return yield* tool.fail(`connect to host ${host} port ${port}: ${error.code === 'ECONNREFUSED' ? 'Connection refused' : error.code === 'ETIMEDOUT' ? 'Connection timed out' : 'No route to host'}`, 255);
  }
  connection.send({ type: 'ssh.run', command: words.join(' ') } satisfies SshMessage);
  const { sandbox, stdin, stdout, stderr } = tool.context;
  const input = sandbox.kernel.spawn(`${sandbox.name}/ssh`, forwardInput(connection, options.has('n') ? undefined : stdin), sandbox.group);
  try {
    for (let message = yield* connection.receive(); message !== undefined; message = yield* connection.receive()) {
      if (!isSshMessage(message)) continue;
      if (message.type === 'ssh.exit') return message.status;
      if (message.type === 'ssh.output') yield* (message.descriptor === 1 ? stdout : stderr).write(message.text);
    }
    return yield* tool.fail(`Connection to ${host} closed by remote host.`, 255);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    yield* stderr.write(`client_loop: send disconnect: Broken pipe\n`);
    return 255;
  } finally {
    input.kill();
    connection.close();
  }
};

function* forwardInput(connection: Connection, stdin: { read(): Process<string | undefined> } | undefined): Process {
  if (stdin) for (let text = yield* stdin.read(); text !== undefined; text = yield* stdin.read()) connection.send({ type: 'ssh.input', text } satisfies SshMessage);
  connection.send({ type: 'ssh.input-end' } satisfies SshMessage);
}

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
