import { sleep } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { FileError, joinPath, textInput } from '../../../machine/index.ts';
import type { FileSystem, Program, ProgramContext, Readable } from '../../../machine/index.ts';
import { UsageError, readOptions } from './options.ts';
import type { Options } from './options.ts';

/** Whose tools: GNU's on machines and in large images, busybox' in small ones. Texts and some habits differ. */
export type Flavour = 'gnu' | 'busybox';

/** Virtual time that a tool takes before it does anything. */
const startMs = 0.3;
const bufferCharacters = 32_768;

/** One call of a tool: its arguments, its input and output, its way to complain. */
export class Tool {
  readonly context: ProgramContext;
  readonly flavour: Flavour;
  readonly name: string;
  readonly args: readonly string[];
  private buffer = '';

  constructor(context: ProgramContext, flavour: Flavour, name: string) {
    this.context = context;
    this.flavour = flavour;
    this.name = name;
    this.args = context.argv.slice(1);
  }

  get files(): FileSystem {
    return this.context.sandbox.files;
  }

  get nowMs(): number {
    return this.context.sandbox.kernel.nowMs;
  }

  get isBusybox(): boolean {
    return this.flavour === 'busybox';
  }

  /** Options and operands; throws UsageError, which ends the tool with its text. */
  options(letters: string, long: Readonly<Record<string, string>> = {}, args: readonly string[] = this.args): Options {
    return readOptions(args, letters, long);
  }

  /** Puts text into the output's buffer, which is written when the tool waits, or ends. */
  put(text: string): void {
    this.buffer += text;
  }

  /** A place in the buffer, for `insert`. */
  mark(): number {
    return this.buffer.length;
  }

  /** Puts text before what was put since the mark. */
  insert(mark: number, text: string): void {
    this.buffer = this.buffer.slice(0, mark) + text + this.buffer.slice(mark);
  }

  /** Writes what stands in the buffer. */
  *flush(): Process {
    if (this.buffer === '') return;
    const text = this.buffer;
    this.buffer = '';
    yield* this.context.stdout.write(text);
  }

  /** Whether so much stands in the buffer that it should be written. */
  get isFull(): boolean {
    return this.buffer.length > bufferCharacters;
  }

  *print(text: string): Process {
    this.put(text);
    if (this.isFull) yield* this.flush();
  }

  /** Writes `name: text` to the error output. */
  *complain(text: string): Process {
    yield* this.flush();
    yield* this.context.stderr.write(`${this.name}: ${text}\n`);
  }

  /** Complains and gives the status. */
  *fail(text: string, status = 1): Process<number> {
    yield* this.complain(text);
    return status;
  }

  /** An absolute path. */
  path(name: string): string {
    return joinPath(this.context.cwd, name);
  }

  /** Opens a file to read (`-` is the standard input); undefined when it cannot be opened, which has been said. */
  *open(name: string): Process<Readable | undefined> {
    if (name === '-' || name === '/dev/stdin') return this.context.stdin;
    const device = this.files.open?.(this.path(name));
    if (device) return device;
    const text = yield* this.read(name);
    return text === undefined ? undefined : textInput(text);
  }

  /** The text of a file (`-` is the standard input); undefined when it cannot be read, which has been said. */
  *read(name: string): Process<string | undefined> {
    if (name === '-' || name === '/dev/stdin') return yield* this.context.stdin.readAll();
    try {
      return this.files.read(this.path(name));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      yield* this.complain(this.cannotOpen(name, error));
      return undefined;
    }
  }

  private cannotOpen(name: string, error: FileError): string {
    if (this.isBusybox) return ['cat', 'tail'].includes(this.name) && error.code !== 'EISDIR' ? `can't open '${name}': ${error.message}` : error.code === 'EISDIR' ? `read error: ${error.message}` : `${name}: ${error.message}`;
    if (this.name === 'sed') return error.code === 'EISDIR' ? `couldn't edit ${name}: not a regular file` : `can't read ${name}: ${error.message}`;
    if (this.name === 'sort') return error.code === 'EISDIR' ? `read failed: ${name}: ${error.message}` : `cannot read: ${name}: ${error.message}`;
    if (this.name === 'head' || this.name === 'tail') return error.code === 'EISDIR' ? `error reading '${name}': ${error.message}` : `cannot open '${name}' for reading: ${error.message}`;
    return `${name}: ${error.message}`;
  }

  /** Says what went wrong with a file, as most tools do. */
  *complainOf(what: string, error: FileError): Process {
    yield* this.complain(`${what}: ${error.message}`);
  }
}

/** What a tool does; gives its exit status. */
export type ToolBody = (tool: Tool) => Process<number>;

/** A tool as a program. */
export function toolProgram(name: string, flavour: Flavour, body: ToolBody): Program {
  return function* (context) {
    const tool = new Tool(context, flavour, name);
    yield* sleep(startMs);
    const status = yield* runGuarded(tool, body);
    yield* tool.flush();
    return status;
  };
}

function* runGuarded(tool: Tool, body: ToolBody): Process<number> {
  try {
    return yield* body(tool);
  } catch (error) {
    if (error instanceof UsageError) {
      yield* tool.complain(error.message);
      if (!tool.isBusybox && error.hasHint) yield* tool.context.stderr.write(`Try '${tool.name} --help' for more information.\n`);
      return error.status ?? (['grep', 'sort', 'ls', 'diff', 'cmp'].includes(tool.name) ? 2 : 1);
    }
    if (error instanceof FileError) return yield* tool.fail(`${error.path}: ${error.message}`);
    throw error;
  }
}

/** Reads an input line by line, in batches as they come; what the tool has put out is written before it waits. */
export class LineReader {
  private readonly tool: Tool;
  private readonly input: Readable;
  private lines: readonly string[] = [];
  private at = 0;
  private rest = '';
  private isDone = false;
  /** Whether the line given last ended with a line feed. */
  isTerminated = true;

  constructor(tool: Tool, input: Readable) {
    this.tool = tool;
    this.input = input;
  }

  /** The next line without its line feed; undefined at the end. */
  *next(): Process<string | undefined> {
    for (;;) {
      const line = this.lines[this.at];
      if (line !== undefined) {
        this.at++;
        return line;
      }
      if (this.isDone) return undefined;
      yield* this.fill();
    }
  }

  private *fill(): Process {
    yield* this.tool.flush();
    const chunk = yield* this.input.read();
    this.at = 0;
    if (chunk === undefined) {
      this.isDone = true;
      this.isTerminated = this.rest === '';
      this.lines = this.rest === '' ? [] : [this.rest];
      return;
    }
    const parts = (this.rest + chunk).split('\n');
    this.rest = parts.pop() ?? '';
    this.lines = parts;
  }
}

/** The lines of a whole text, without the empty one behind the last line feed. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
