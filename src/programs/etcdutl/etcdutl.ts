// One run of etcdutl: an administrator's tool that works on files, not on members.
// Upstream: etcdutl

import type { DataDirectories } from '../../etcd/index.ts';
import { formatMicroTime, goJson, goString } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { FileError, joinPath } from '../../machine/index.ts';
import type { FileSystem, ProgramContext } from '../../machine/index.ts';
import type { Flags } from '../command-line/flags.ts';
import { ExitError } from '../etcdctl/exit.ts';
import { formText, formats } from '../etcdctl/print/forms.ts';
import type { Forms } from '../etcdctl/print/forms.ts';

/** One run of etcdutl. */
export class Etcdutl {
  readonly context: ProgramContext;
  readonly flags: Flags;
  /** Where data directories of this world are. */
  readonly directories: DataDirectories;

  constructor(context: ProgramContext, flags: Flags, directories: DataDirectories) {
    this.context = context;
    this.flags = flags;
    this.directories = directories;
  }

  get files(): FileSystem {
    return this.context.sandbox.files;
  }

  path(path: string): string {
    return joinPath(this.context.cwd, path);
  }

  *out(text: string): Process {
    yield* this.context.stdout.write(text);
  }

  *err(text: string): Process {
    yield* this.context.stderr.write(text);
  }

  /** Prints an answer in the form that `-w` chose. Throws ExitError when it has none. */
  print<Answer>(forms: Forms<Answer>, answer: Answer): Process {
    const format = this.flags.text('write-out');
    if (!formats.includes(format)) throw new ExitError('badFeature', 'unsupported output format');
    return this.out(formText(format, forms, answer, { isHex: false }));
  }

  /** Writes a line of the tool's log. */
  *log(caller: string, message: string, what: Readonly<Record<string, unknown>>): Process {
    const details = Object.entries(what).map(([key, value]) => `${goString(key)}: ${goJson(value, { plain: true })}`).join(', ');
    const when = formatMicroTime(this.context.sandbox.kernel.wallMs);
    yield* this.err(`${[when, 'info', caller, message, ...(details === '' ? [] : [`{${details}}`])].join('\t')}\n`);
  }

  /** The text of a file. Throws ExitError, which says what could not be done with it: `stat`, `open`. */
  read(path: string, verb: string): string {
    try {
      return this.files.read(this.path(path));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new ExitError('error', `${verb} ${path}: ${error.message.toLowerCase()}`);
    }
  }
}
