// The page that a describer writes: indented lines whose tabs become columns.
// Upstream: k8s.io/kubectl pkg/describe/describe.go PrefixWriter

import { TabWriter, compareText, describeStyle, formatRfc1123, humanDuration, parseTime } from '../../base/index.ts';
import { lastAppliedAnnotation } from '../../kinds/index.ts';

type Texts = Readonly<Record<string, string>>;

const longestAnnotation = 140;

/** Collects lines; a level is two spaces. */
export class Page {
  readonly nowMs: number;
  readonly #writer = new TabWriter(describeStyle);
  #flushed = '';

  readonly #isAligned: boolean;

  /**
   * @param nowMs the world's wall clock, for ages
   * @param isAligned whether tabs become columns or stay
   */
  constructor(nowMs: number, isAligned = true) {
    this.nowMs = nowMs;
    this.#isAligned = isAligned;
  }

  /** Writes a line. */
  line(level: number, text: string): void {
    const line = `${'  '.repeat(level)}${text}\n`;
    if (this.#isAligned) this.#writer.write(line);
    else this.#flushed += line;
  }

  /** Writes `Name:` and a value. */
  field(level: number, name: string, value: unknown): void {
    this.line(level, `${name}:\t${String(value)}`);
  }

  /** Begins the description of an object in a namespace. */
  names({ name, namespace }: { readonly name: string; readonly namespace?: string | undefined }): void {
    this.field(0, 'Name', name);
    this.field(0, 'Namespace', namespace);
  }

  /** Columns below do not care for columns above. */
  breakColumns(): void {
    this.#flushed += this.#writer.flush();
  }

  get text(): string {
    this.breakColumns();
    return this.#flushed;
  }

  /** A map, a line for each pair, under one title. */
  labels(title: string, labels: Texts | undefined, indent = ''): void {
    const pairs = sortedPairs(labels).map(([key, value]) => `${key}=${value}`);
    this.lines(title, pairs, indent);
  }

  /** Texts under one title; without any: `<none>`. */
  lines(title: string, texts: readonly string[], indent = ''): void {
    const [first = '<none>', ...rest] = texts;
    this.line(0, `${indent}${title}:\t${first}`);
    for (const text of rest) this.line(0, `${indent}\t${text}`);
  }

  /** Annotations but for the one that kubectl apply keeps; long ones below their key. */
  annotations(title: string, annotations: Texts | undefined, indent = ''): void {
    const shown = sortedPairs(annotations).filter(([key]) => key !== lastAppliedAnnotation);
    const texts = shown.flatMap(([key, given]) => {
      const value = given.replace(/\n$/, '');
      if (value.length + key.length + 2 <= longestAnnotation && !value.includes('\n')) return [`${key}: ${value}`];
      return [`${key}:`, ...value.split('\n').map((line) => `  ${shorten(line, longestAnnotation - 2)}`)];
    });
    this.lines(title, texts, indent);
  }
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}

/** The pairs of a map in the order of their keys. */
export function sortedPairs<T>(map: Readonly<Record<string, T>> | undefined): readonly (readonly [string, T])[] {
  return Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b));
}

/** `True` or `False`. */
export const boolText = (value: boolean | undefined): string => (value === true ? 'True' : 'False');

export const orNone = (text: string | undefined): string => (text === undefined || text === '' ? '<none>' : text);

/** A timestamp as describe shows it. */
export function timeText(time: string | null | undefined): string {
  const ms = time === undefined || time === null ? undefined : parseTime(time);
  return ms === undefined ? '' : formatRfc1123(ms);
}

/** How long ago a timestamp is. */
export function ageText(nowMs: number, time: string | null | undefined): string {
  const ms = time === undefined || time === null ? undefined : parseTime(time);
  return ms === undefined ? '<unknown>' : humanDuration(nowMs - ms);
}
