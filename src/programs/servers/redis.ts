// Upstream: redis 7.4: RESP2, the log's words, redis-cli's output
import { civilTime, monthNames, twoDigits } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { FileError, resolveName } from '../../machine/index.ts';
import type { Program, ProgramContext } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Connection } from '../../network/index.ts';
import { runDaemon } from './daemon.ts';
import { RedisData, writingCommands } from './redis-data.ts';
import type { Answer } from './redis-data.ts';

const defaultPort = 6379;
const appendOnlyFile = '/data/appendonly.aof';

function stamp(context: ProgramContext, text: string, mark = '*'): string {
  const { year, month, day, hour, minute, second, millisecond } = civilTime(context.sandbox.kernel.wallMs);
  return `${context.pid}:M ${twoDigits(day)} ${monthNames[month - 1] ?? ''} ${year} ${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}.${String(millisecond).padStart(3, '0')} ${mark} ${text}\n`;
}

/** `redis-server [FILE] [--port N] [--requirepass TEXT] [--appendonly yes]` */
export const redisServer: Program = function* (context) {
  const flag = (name: string): string | undefined => {
    const at = context.argv.indexOf(`--${name}`);
    return at < 0 ? undefined : context.argv[at + 1];
  };
  const { kernel, files } = context.sandbox;
  const port = Number(flag('port') ?? defaultPort);
  const password = flag('requirepass');
  const isKept = flag('appendonly') === 'yes';
  const data = new RedisData(kernel.clock);
  if (isKept && files.exists(appendOnlyFile)) for (const words of readCommands(files.read(appendOnlyFile)).commands) data.run(words);
  const keep = (words: readonly string[]): string | undefined => {
    try {
      if (isKept && writingCommands.has((words[0] ?? '').toUpperCase())) files.append(appendOnlyFile, encodeCommand(words));
      return undefined;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return error.message;
    }
  };
  if (isKept && !files.exists('/data')) files.makeDirectory('/data', { parents: true });
  return yield* runDaemon(context, {
    ports: [port], startMs: 30, memoryBytes: 10 * 2 ** 20,
    greeting: () => stamp(context, 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo').replace(':M', ':C') + stamp(context, `Running mode=standalone, port=${port}.`) + stamp(context, 'Server initialized') + stamp(context, 'Ready to accept connections tcp'),
    farewell: () => stamp(context, 'User requested shutdown...', '#') + stamp(context, 'Redis is now ready to exit, bye bye...', '#'),
    talk: (connection) => talk(connection, data, password, keep),
  });
};

function* talk(connection: Connection, data: RedisData, password: string | undefined, keep: (words: readonly string[]) => string | undefined): Process {
  let isAllowed = password === undefined;
  let pending = '';
  for (let part = yield* connection.receive(); part !== undefined; part = yield* connection.receive()) {
    if (typeof part !== 'string') continue;
    const { commands, rest } = readCommands(pending + part);
    pending = rest;
    for (const words of commands) {
      const command = (words[0] ?? '').toUpperCase();
      if (command === 'AUTH') {
        isAllowed = password === undefined || words.at(-1) === password;
        connection.send(encode(isAllowed ? { type: 'status', text: 'OK' } : { type: 'error', text: 'WRONGPASS invalid username-password pair or user is disabled.' }));
      } else if (!isAllowed) {
        connection.send(encode({ type: 'error', text: 'NOAUTH Authentication required.' }));
      } else {
        const refusal = keep(words);
        connection.send(encode(refusal === undefined ? data.run(words) : { type: 'error', text: `MISCONF Errors writing to the AOF file: ${refusal}` }));
      }
      if (command === 'QUIT') return;
    }
  }
}

/** Takes whole commands from the front of a text: RESP arrays, or lines as a person types them. */
function readCommands(text: string): { readonly commands: readonly (readonly string[])[]; readonly rest: string } {
  const commands: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    if (end < 0) break;
    if (text[at] !== '*') {
      const words = text.slice(at, end).trim().split(/\s+/).filter((word) => word !== '');
      if (words.length > 0) commands.push(words);
      at = end + 1;
      continue;
    }
    const words: string[] = [];
    let next = end + 1;
    for (let count = Number(text.slice(at + 1, end)); count > 0; count--) {
      const lengthEnd = text.indexOf('\r\n', next);
      if (lengthEnd < 0) return { commands, rest: text.slice(at) };
      const length = Number(text.slice(next + 1, lengthEnd));
      if (text.length < lengthEnd + 2 + length + 2) return { commands, rest: text.slice(at) };
      words.push(text.slice(lengthEnd + 2, lengthEnd + 2 + length));
      next = lengthEnd + 4 + length;
    }
    commands.push(words);
    at = next;
  }
  return { commands, rest: text.slice(at) };
}

function encodeCommand(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
}

function encode(answer: Answer): string {
  if (answer === null) return '$-1\r\n';
  if (typeof answer === 'number') return `:${answer}\r\n`;
  if (typeof answer === 'string') return `$${answer.length}\r\n${answer}\r\n`;
  if ('type' in answer) return `${answer.type === 'error' ? '-' : '+'}${answer.text}\r\n`;
  return `*${answer.length}\r\n${answer.map(encode).join('')}`;
}

/** Reads one answer; gives how redis-cli shows it, and where it ends. Undefined while it is not complete. */
function decode(text: string, at: number, isTerminal: boolean, indent = ''): { readonly shown: string; readonly end: number } | undefined {
  const lineEnd = text.indexOf('\r\n', at);
  if (lineEnd < 0) return undefined;
  const head = text.slice(at + 1, lineEnd);
  const next = lineEnd + 2;
  switch (text[at]) {
    case '+': return { shown: head, end: next };
    case '-': return { shown: isTerminal ? `(error) ${head}` : head, end: next };
    case ':': return { shown: isTerminal ? `(integer) ${head}` : head, end: next };
    case '$': {
      const length = Number(head);
      if (length < 0) return { shown: isTerminal ? '(nil)' : '', end: next };
      if (text.length < next + length + 2) return undefined;
      const value = text.slice(next, next + length);
      return { shown: isTerminal ? `"${value.replace(/["\\]/g, '\\$&')}"` : value, end: next + length + 2 };
    }
    default: {
      const items: string[] = [];
      let end = next;
      for (let index = 1; index <= Number(head); index++) {
        const item = decode(text, end, isTerminal, `${indent}   `);
        if (!item) return undefined;
        items.push(isTerminal ? `${index}) ${item.shown}` : item.shown);
        end = item.end;
      }
      return { shown: items.length === 0 ? (isTerminal ? '(empty array)' : '') : items.join(`\n${indent}`), end };
    }
  }
}

/** `redis-cli [-h HOST] [-p PORT] [-a PASSWORD] [COMMAND…]`; without a command it reads them from its input. */
export const redisCli: Program = function* (context) {
  let host = '127.0.0.1';
  let port = defaultPort;
  let password = context.env.get('REDISCLI_AUTH');
  const args = context.argv.slice(1);
  while (/^-[hpanu-]/.test(args[0] ?? '')) {
    const option = args.shift();
    if (option === '-h') host = args.shift() ?? host;
    else if (option === '-p') port = Number(args.shift());
    else if (option === '-a') password = args.shift();
    else if (option === '-n') args.shift();
  }
  const resolution = yield* resolveName(context, host);
  const shown = `${host}:${port}`;
  if (resolution.verdict !== 'found') {
    yield* context.stderr.write(`Could not connect to Redis at ${shown}: Name or service not known\n`);
    return 1;
  }
  let connection: Connection;
  try {
    connection = yield* context.sandbox.stack.connect({ address: resolution.addresses[0] ?? '', port });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    yield* context.stderr.write(`Could not connect to Redis at ${shown}: ${error.code === 'ETIMEDOUT' ? 'Connection timed out' : 'Connection refused'}\n`);
    return 1;
  }
  try {
    if (password !== undefined) yield* ask(connection, ['AUTH', password], false);
    if (args.length > 0) {
      yield* context.stdout.write(`${yield* ask(connection, args, context.stdout.isTerminal)}\n`);
      return 0;
    }
    for (let line = yield* context.stdin.readLine(); line !== undefined; line = yield* context.stdin.readLine()) {
      const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      if (words.length > 0) yield* context.stdout.write(`${yield* ask(connection, words, context.stdout.isTerminal)}\n`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    yield* context.stderr.write('Error: Server closed the connection\n');
    return 1;
  } finally {
    connection.close();
  }
};

function* ask(connection: Connection, words: readonly string[], isTerminal: boolean): Process<string> {
  connection.send(encodeCommand(words));
  let text = '';
  for (;;) {
    const part = yield* connection.receive();
    if (part === undefined) throw new NetworkError('ECONNRESET', 'Server closed the connection');
    if (typeof part === 'string') text += part;
    const answer = decode(text, 0, isTerminal);
    if (answer) return answer.shown;
  }
}
