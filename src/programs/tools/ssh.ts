import type { Process } from '../../kernel/index.ts';
import { resolveName } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Connection } from '../../network/index.ts';
import { isSshMessage, sshPort } from '../ssh/messages.ts';
import type { SshMessage } from '../ssh/messages.ts';
import type { ToolBody } from './support/tool.ts';

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
