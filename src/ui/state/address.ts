import type { WorldSource } from '../../protocol/index.ts';
import type { Language } from '../i18n/index.ts';

/** What an address may hold: data, never code. */
export interface Address {
  readonly source: WorldSource;
  readonly language: Language | undefined;
  readonly theme: 'light' | 'dark' | undefined;
  /** The page shows the world of the server that it came from, which may want a token. */
  readonly attached: { readonly token: string | undefined } | undefined;
  /** What was wrong in it; what was right is used. */
  readonly problems: readonly string[];
}

/** Characters of an address: a thousand nodes, each named, take thirty thousand. */
const longest = 200_000;

/** What an address may say. */
const known: ReadonlySet<string> = new Set(['topology', 'seed', 'scene', 'situation', 'lang', 'theme', 'paused', 'attached', 'token']);

/** Reads `#topology=…&seed=…&scene=…&situation=…&lang=…&theme=…&paused`. Nothing in it can fail the page. */
export function readAddress(hash: string): Address {
  const problems: string[] = [];
  if (hash.length > longest) return { source: { seed: 1 }, attached: undefined, language: undefined, theme: undefined, problems: [`The address is longer than ${longest} characters and was not read.`] };
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const unknown = [...new Set(parts.keys())].filter((name) => !known.has(name)).slice(0, 3).map((name) => name.slice(0, 40));
  if (unknown.length > 0) problems.push(`${unknown.join(', ')}: not known in an address, which may have ${[...known].join(', ')}.`);
  const seedText = parts.get('seed');
  let seed = 1;
  if (seedText !== null) {
    if (/^\d{1,10}$/.test(seedText) && Number(seedText) <= 0xffff_ffff) seed = Number(seedText);
    else problems.push(`seed=${seedText} is not a number from 0 to 4294967295; 1 is used.`);
  }
  const pick = <T extends string>(name: string, allowed: readonly T[]): T | undefined => {
    const value = parts.get(name);
    if (value === null) return undefined;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) problems.push(`${name}=${value} is none of ${allowed.join(', ')}.`);
    return found;
  };
  const topology = parts.get('topology');
  const scene = parts.get('scene');
  const situation = parts.get('situation');
  return {
    source: { seed, ...(topology === null ? {} : { topology }), ...(scene === null ? {} : { scene }), ...(situation === null ? {} : { situation }), ...(parts.has('paused') ? { paused: true } : {}) },
    attached: parts.has('attached') ? { token: parts.get('token') ?? undefined } : undefined,
    language: pick('lang', ['en', 'zh']), theme: pick('theme', ['light', 'dark']), problems,
  };
}

/** The address of a world, as short as it can be. */
export function writeAddress(source: WorldSource, view: { readonly language: Language; readonly theme: 'light' | 'dark' }): string {
  const parts = new URLSearchParams();
  if (source.topology !== undefined) parts.set('topology', source.topology);
  parts.set('seed', String(source.seed));
  if (source.scene !== undefined) parts.set('scene', source.scene);
  if (source.situation !== undefined) parts.set('situation', source.situation);
  parts.set('lang', view.language);
  parts.set('theme', view.theme);
  return `#${parts.toString()}${source.paused ? '&paused' : ''}`;
}
