import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { FileError } from '../../machine/index.ts';
import type { Readable } from '../../machine/index.ts';
import { UsageError } from './support/options.ts';
import { humanSize } from './support/sizes.ts';
import type { Tool, ToolBody } from './support/tool.ts';

const units: Readonly<Record<string, number>> = { '': 1, c: 1, w: 2, b: 512, k: 1024, kB: 1000, K: 1024, KiB: 1024, M: 2 ** 20, MB: 1e6, MiB: 2 ** 20, G: 2 ** 30, GB: 1e9, GiB: 2 ** 30, T: 2 ** 40, TB: 1e12 };
const operands: ReadonlySet<string> = new Set(['bs', 'cbs', 'conv', 'count', 'ibs', 'if', 'iflag', 'obs', 'of', 'oflag', 'seek', 'skip', 'status']);
/** What is read and written at once; blocks are counted whatever they are made of. */
const pieceCharacters = 2 ** 17;
const charactersPerMs = 500_000;

/** A number of bytes: `512`, `1M`, `2x1024`; undefined when it is none. */
export function bytesOf(text: string): number | undefined {
  let product = 1;
  for (const factor of text.split('x')) {
    const [, number, unit = ''] = /^(\d+)([a-zA-Z]*)$/.exec(factor) ?? [];
    const size = units[unit];
    if (number === undefined || size === undefined) return undefined;
    product *= Number(number) * size;
  }
  return product;
}

function numberIn(given: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = given.get(name);
  if (text === undefined) return undefined;
  const bytes = bytesOf(text);
  if (bytes === undefined) throw new UsageError(`invalid number: '${text}'`, { hasHint: false });
  return bytes;
}

/** `dd if=FILE of=FILE bs=N count=N [skip=N] [seek=N] [conv=notrunc] [status=none]` */
export const dd: ToolBody = function* (tool) {
  const given = new Map<string, string>();
  for (const arg of tool.args) {
    const [, name = '', value = ''] = /^(\w+)=([^]*)$/.exec(arg) ?? [];
    if (!operands.has(name)) throw new UsageError(tool.isBusybox ? `unrecognized operand '${arg}'` : `unrecognized operand ‘${arg}’`);
    given.set(name, value);
  }
  const copy = new Copy(tool, given);
  const input = yield* copy.openInput();
  if (!input || !(yield* copy.openOutput())) return 1;
  return yield* copy.run(input);
};

/** One run of dd: what goes through and how much of it did. */
class Copy {
  private readonly tool: Tool;
  private readonly given: ReadonlyMap<string, string>;
  private readonly target: string | undefined;
  private readonly blockSize: number;
  private bytesIn = 0;
  private bytesOut = 0;
  private rest = '';

  constructor(tool: Tool, given: ReadonlyMap<string, string>) {
    this.tool = tool;
    this.given = given;
    this.target = given.get('of');
    this.blockSize = numberIn(given, 'bs') ?? numberIn(given, 'ibs') ?? 512;
    if (this.blockSize === 0) throw new UsageError(`invalid number: '${given.get('bs') ?? ''}'`, { hasHint: false });
  }

  *openInput(): Process<Readable | undefined> {
    const name = this.given.get('if');
    if (name === undefined) return this.tool.context.stdin;
    if (this.tool.files.exists(this.tool.path(name))) return yield* this.tool.open(name);
    yield* this.tool.complain(`${this.tool.isBusybox ? "can't open" : 'failed to open'} '${name}': No such file or directory`);
    return undefined;
  }

  *openOutput(): Process<boolean> {
    const { target, tool } = this;
    if (target === undefined) return true;
    const path = tool.path(target);
    try {
      const seek = (numberIn(this.given, 'seek') ?? 0) * this.blockSize;
      const isKept = this.given.get('conv')?.includes('notrunc') ?? false;
      const before = isKept || seek > 0 ? (tool.files.exists(path) ? tool.files.read(path) : '') : '';
      tool.files.write(path, seek > 0 ? before.slice(0, seek).padEnd(seek, '\0') : '');
      this.behind = isKept ? before : '';
      this.place = seek;
      return true;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      yield* tool.complain(`${tool.isBusybox ? "can't open" : 'failed to open'} '${target}': ${error.message}`);
      return false;
    }
  }

  /** What stood behind the place where it writes, and is to stay with `conv=notrunc`. */
  private behind = '';
  private place = 0;

  *run(input: Readable): Process<number> {
    const { blockSize, given, tool } = this;
    const startedMs = tool.nowMs;
    const most = given.has('count') ? (numberIn(given, 'count') ?? 0) * blockSize : Number.POSITIVE_INFINITY;
    yield* this.take(input, (numberIn(given, 'skip') ?? 0) * blockSize);
    let status = 0;
    while (this.bytesIn < most) {
      const piece = yield* this.take(input, Math.min(pieceCharacters, most - this.bytesIn));
      if (piece === '') break;
      this.bytesIn += piece.length;
      try {
        yield* this.put(piece);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        yield* tool.complain(`error writing '${this.target ?? 'standard output'}': ${error.message}`);
        // What could not be written was one block.
        this.bytesIn = this.bytesOut + Math.min(blockSize, piece.length);
        status = 1;
        break;
      }
      this.bytesOut += piece.length;
    }
    if (status === 0 && this.target !== undefined && this.behind.length > this.place + this.bytesOut) tool.files.append(tool.path(this.target), this.behind.slice(this.place + this.bytesOut));
    yield* this.tell(Math.max(0.000_05, (tool.nowMs - startedMs) / 1000), status === 0);
    return status;
  }

  /** So many characters of the input, fewer only at its end. */
  private *take(input: Readable, count: number): Process<string> {
    let text = '';
    while (text.length < count) {
      const part = this.rest === '' ? yield* input.read() : this.rest;
      if (part === undefined) break;
      const wanted = count - text.length;
      text = text === '' && part.length <= wanted ? part : text + part.slice(0, wanted);
      this.rest = part.slice(wanted);
    }
    return text;
  }

  private *put(piece: string): Process {
    const { target, tool } = this;
    if (target === undefined) yield* tool.context.stdout.write(piece);
    else tool.files.append(tool.path(target), piece);
    yield* sleep(piece.length / charactersPerMs);
  }

  private records(bytes: number): string {
    return `${Math.floor(bytes / this.blockSize)}+${bytes % this.blockSize === 0 ? 0 : 1}`;
  }

  /** Says how much was copied; busybox says how fast only when all was. */
  private *tell(seconds: number, isWhole: boolean): Process {
    const { bytesIn, bytesOut, tool } = this;
    if (this.given.get('status') === 'none') return;
    const rate = bytesOut / seconds;
    const total = tool.isBusybox ? `${bytesOut} bytes (${humanSize(bytesOut)}B) copied, ${seconds.toFixed(6)} seconds, ${humanSize(rate)}B/s`
      : `${bytesOut} bytes ${bytesOut < 1000 ? '' : `(${decimal(bytesOut)}B, ${binary(bytesOut)}) `}copied, ${Number(seconds.toPrecision(6))} s, ${decimal(rate)}B/s`;
    yield* tool.context.stderr.write(`${this.records(bytesIn)} records in\n${this.records(bytesOut)} records out\n${tool.isBusybox && !isWhole ? '' : `${total}\n`}`);
  }
}

/** `5.2 M`, as dd counts in thousands. */
function decimal(bytes: number): string {
  return scaled(bytes, 1000, ['', 'k', 'M', 'G', 'T']);
}

/** `5.0 MiB`, left out below a kibibyte. */
function binary(bytes: number): string {
  return scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
}

function scaled(bytes: number, base: number, names: readonly string[]): string {
  let value = bytes;
  let power = 0;
  for (; value >= base && power < names.length - 1; power++) value /= base;
  if (power === 0 && base === 1000) return `${(bytes / 1000).toFixed(1)} k`;
  return `${value < 10 && power > 0 ? value.toFixed(1) : value < 100 && power > 0 && base === 1024 ? value.toFixed(value < 10 ? 1 : 0) : Math.round(value)} ${names[power] ?? ''}`;
}
