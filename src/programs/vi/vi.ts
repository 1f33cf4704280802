// vi as a program: keys come from a terminal, frames go to it, files are read and written.
// Upstream: vim, :help starting; busybox, vi --help
import { ended, race, sleep } from '../../kernel/index.ts';
import type { Process, Waitable } from '../../kernel/index.ts';
import { Capture, FileError, Terminal, textInput } from '../../machine/index.ts';
import type { Readable } from '../../machine/index.ts';
import type { Tool, ToolBody } from '../tools/support/tool.ts';
import { newEditor, saying } from './editor.ts';
import type { Editor, Wish } from './editor.ts';
import { filtered, inserted, opened, refused, resized, startingAt, textOf, written } from './files.ts';
import { keysOf } from './keys.ts';
import { giveScreenBack, redraw, takeScreen } from './screen.ts';
import { runLine, step } from './step.ts';
import { frameOf } from './view.ts';
import type { Frame } from './view.ts';

/** What vi was called with. */
interface Invocation {
  readonly files: readonly string[];
  /** Command lines to run at the start. */
  readonly commands: readonly string[];
  readonly isReadOnly: boolean;
  /** `-es`: commands alone, without a screen. */
  readonly isSilent: boolean;
  /** `-`: the text comes from the standard input. */
  readonly readsInput: boolean;
}

const version = 'VIM - Vi IMproved 9.0 (2022 Jun 28, compiled Feb 16 2025 05:23:41)\nIncluded patches: 1-1378, 1499, 1532, 1848, 1858, 1873, 1969, 2142\n';
/** vim waits when its input is no terminal, so that one can read the warning. */
const warningMs = 2_000;

function readArguments(args: readonly string[], isView: boolean): Invocation {
  const files: string[] = [];
  const commands: string[] = [];
  let letters = '';
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg.startsWith('+')) commands.push(arg === '+' ? '$' : arg.slice(1));
    else if (arg === '-c' || arg === '--cmd') commands.push(args[++at] ?? '');
    else if (arg === '-u' || arg === '-i' || arg === '-U' || arg === '-T') at++;
    else if (arg === '--') {
      files.push(...args.slice(at + 1));
      break;
    } else if (arg.startsWith('-') && arg !== '-') letters += arg.startsWith('--') ? '' : arg.slice(1);
    else files.push(arg);
  }
  return { files: files.filter((file) => file !== '-'), commands, isReadOnly: isView || letters.includes('R'), isSilent: letters.includes('e') && letters.includes('s'), readsInput: files.includes('-') };
}

/** `vi`, `vim`, `view`: edits files on the screen. */
export const vi: ToolBody = function* (tool) {
  if (tool.args.includes('--version')) {
    tool.put(version);
    return 0;
  }
  return yield* new Session(tool, readArguments(tool.args, tool.name === 'view')).run();
};

/** One vi at its terminal. */
class Session {
  private readonly tool: Tool;
  private readonly invocation: Invocation;
  /** Where keys come from. */
  private readonly keys: Readable;
  private readonly terminal: Terminal | undefined;
  private editor: Editor;
  private shown: Frame | undefined;

  constructor(tool: Tool, invocation: Invocation) {
    this.tool = tool;
    this.invocation = invocation;
    const { context } = tool;
    this.terminal = context.stdin instanceof Terminal ? context.stdin : invocation.readsInput ? context.terminal : undefined;
    this.keys = this.terminal ?? (invocation.readsInput ? textInput('') : context.stdin);
    const { rows = 24, columns = 80 } = this.terminal ?? {};
    this.editor = newEditor(tool.isBusybox ? 'busybox' : 'vim', { rows, columns, files: invocation.files });
  }

  *run(): Process<number> {
    const { invocation, terminal, tool } = this;
    if (!invocation.isSilent) yield* this.warn();
    terminal?.setRaw(true);
    try {
      const status = (yield* this.begin()) ?? (invocation.isSilent ? yield* this.obeyLines() : yield* this.edit());
      if (this.shown) yield* tool.context.stdout.write(giveScreenBack);
      return status;
    } finally {
      terminal?.setRaw(false);
    }
  }

  /** vim says that it is not used as it should be, and goes on. */
  private *warn(): Process {
    const { context, isBusybox } = this.tool;
    if (isBusybox) return;
    const says = [context.stdout.isTerminal ? '' : 'Vim: Warning: Output is not to a terminal\n', this.terminal || context.stdin.isTerminal ? '' : 'Vim: Warning: Input is not from a terminal\n'].join('');
    if (this.invocation.readsInput) yield* context.stderr.write('Vim: Reading from stdin...\n');
    if (says === '') return;
    yield* context.stderr.write(says);
    yield* sleep(warningMs);
  }

  /** Reads the first file and does what the command line asks for; gives the exit status when that ends it. */
  private *begin(): Process<number | undefined> {
    const { context } = this.tool;
    const [file] = this.invocation.files;
    if (this.invocation.readsInput) {
      this.editor = { ...saying(opened(this.editor, { name: '', text: yield* context.stdin.readAll() }), ''), name: undefined };
      this.editor = { ...this.editor, saved: [] };
    } else if (file !== undefined) {
      this.open(file, this.invocation.isReadOnly);
      if (this.tool.isBusybox) this.editor = saying(this.editor, '');
    }
    for (const command of this.invocation.commands) {
      this.editor = runLine(this.editor, command);
      const status = yield* this.grant();
      if (status !== undefined) return status;
    }
    return undefined;
  }

  /** Takes keys until it is left. */
  private *edit(): Process<number> {
    const { context } = this.tool;
    let isTerminated = false;
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) context.traps.set(signal, () => (isTerminated = true));
    for (;;) {
      yield* this.draw();
      const waits: Waitable[] = [this.keys.readable, context.signalled];
      const ready = yield* race(this.terminal ? [...waits, this.terminal.resized] : waits);
      if (isTerminated) return yield* this.caught();
      if (ready === 2 && this.terminal) this.editor = resized(this.editor, this.terminal.rows, this.terminal.columns);
      if (ready !== 0) continue;
      const data = yield* this.keys.read();
      if (data === undefined) return yield* this.inputEnded();
      for (const key of keysOf(data)) {
        this.editor = step({ ...this.editor, nowMs: this.tool.nowMs }, key);
        const status = yield* this.grant();
        if (status !== undefined) return status;
      }
    }
  }

  /** `-es`: lines of commands. */
  private *obeyLines(): Process<number> {
    for (let line = yield* this.keys.readLine(); line !== undefined; line = yield* this.keys.readLine()) {
      this.editor = runLine(this.editor, line);
      const status = yield* this.grant();
      if (status !== undefined) return status;
    }
    return 1;
  }

  private *caught(): Process<number> {
    if (this.shown) yield* this.tool.context.stdout.write(giveScreenBack);
    this.shown = undefined;
    yield* this.tool.context.stderr.write('Vim: Caught deadly signal TERM\nVim: Finished.\n');
    return 1;
  }

  private *inputEnded(): Process<number> {
    if (this.shown) yield* this.tool.context.stdout.write(giveScreenBack);
    this.shown = undefined;
    yield* this.tool.context.stderr.write(this.tool.isBusybox ? "vi: can't read user input\n" : 'Vim: Error reading input, exiting...\nVim: Finished.\n');
    return 1;
  }

  /** Draws what has changed. Only on a terminal: the real one draws on whatever its output is. */
  private *draw(): Process {
    const { stdout } = this.tool.context;
    if (!stdout.isTerminal) return;
    const frame = frameOf(this.editor);
    const data = redraw(this.shown, frame);
    yield* stdout.write(this.shown ? data : takeScreen + data);
    this.shown = frame;
  }

  /** Does what the editor asks for, as long as it does; gives the exit status when it wants to be left. */
  private *grant(): Process<number | undefined> {
    for (let { wish } = this.editor; wish !== undefined; { wish } = this.editor) {
      if (wish.type === 'quit') return wish.status;
      yield* this.fulfil(wish);
    }
    return undefined;
  }

  private *fulfil(wish: Exclude<Wish, { readonly type: 'quit' }>): Process {
    switch (wish.type) {
      case 'write': return this.write(wish);
      case 'edit':
        this.open(wish.name, false);
        if (wish.line !== undefined) this.editor = startingAt(this.editor, wish.line);
        return undefined;
      case 'read': return this.read(wish.name, wish.below);
      case 'run': return yield* this.runBeside(wish.command);
      case 'read-output': {
        const text = yield* this.outputOf(wish.command, '');
        this.editor = inserted(this.editor, wish.below, text, '');
        return undefined;
      }
      case 'filter': {
        const text = yield* this.outputOf(wish.command, textOf(this.editor.lines.slice(wish.first, wish.last + 1)));
        this.editor = filtered(this.editor, wish.first, wish.last, text);
        return undefined;
      }
    }
  }

  private open(name: string, isReadOnly: boolean): void {
    const path = this.tool.path(name);
    try {
      this.editor = opened(this.editor, { name, text: this.tool.files.exists(path) ? this.tool.files.read(path) : undefined, isReadOnly });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.editor = refused({ ...this.editor, name }, error.code === 'EISDIR' ? `"${name}" is a directory` : `"${name}" [${error.message}]`);
    }
  }

  private read(name: string, below: number): void {
    try {
      const text = this.tool.files.read(this.tool.path(name));
      this.editor = inserted(this.editor, below, text, `"${name}" ${text.split('\n').length - 1}L, ${text.length}B`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.editor = refused(this.editor, `E484: Can't open file ${name}`);
    }
  }

  private write(wish: Extract<Wish, { readonly type: 'write' }>): void {
    const { files } = this.tool;
    const { name, lines, isForced, isAppended } = wish;
    const path = this.tool.path(name);
    const isNew = !files.exists(path);
    const isOther = name !== this.editor.name || !wish.isWhole;
    const { isBusybox } = this.tool;
    if (!isNew && files.stat(path).type === 'directory') this.editor = refused(this.editor, `E502: "${name}" is a directory`);
    else if (!isNew && isOther && !isForced && !isAppended) this.editor = refused(this.editor, isBusybox ? 'File exists (:w! overrides)' : 'E13: File exists (add ! to override)');
    else {
      try {
        if (isAppended) files.append(path, textOf(lines));
        else files.write(path, textOf(lines));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        this.editor = refused(this.editor, isBusybox ? `'${name}' ${error.message}` : error.code === 'ENOSPC' ? 'E514: Write error (file system full?)' : `"${name}" E212: Can't open file for writing`);
        return;
      }
      this.editor = written(this.editor, { name, lines, isWhole: wish.isWhole, isNew, isAppended });
      if (wish.then !== '') this.editor = runLine(this.editor, wish.then);
    }
  }

  /** `:!`: the command has the terminal, then a key brings the screen back. */
  private *runBeside(command: string): Process {
    const { context } = this.tool;
    this.editor = { ...this.editor, wish: undefined };
    if (this.shown) yield* context.stdout.write(`${giveScreenBack}:!${command}\n`);
    this.shown = undefined;
    this.terminal?.setRaw(false);
    const status = yield* this.runShell(command, {});
    if (status !== 0) yield* context.stdout.write(`\nshell returned ${status}\n`);
    this.terminal?.setRaw(true);
    if (!context.stdout.isTerminal) return;
    yield* context.stdout.write('\nPress ENTER or type command to continue');
    yield* this.keys.read();
    yield* context.stdout.write('\n');
  }

  private *outputOf(command: string, input: string): Process<string> {
    const output = new Capture();
    yield* this.runShell(command, { stdin: textInput(input), stdout: output, stderr: output });
    return output.text;
  }

  private *runShell(command: string, io: { readonly stdin?: Readable; readonly stdout?: Capture; readonly stderr?: Capture }): Process<number> {
    const { context } = this.tool;
    const program = context.sandbox.findProgram('sh');
    if (!program) return 127;
    const child = context.sandbox.processes.start({
      program, argv: ['sh', '-c', command], env: new Map(context.env), cwd: context.cwd, parent: context.pid, stdin: io.stdin ?? context.stdin,
      stdout: io.stdout ?? context.stdout, stderr: io.stderr ?? context.stderr, ...(context.terminal ? { terminal: context.terminal } : {}),
    });
    yield* race([ended(child.process)]);
    return child.status ?? 0;
  }
}
