// What a shell asks when Tab is pressed: `kubectl __complete get po`.
// Upstream: spf13/cobra completions.go

import { compareText } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import type { ProgramContext } from '../../../machine/index.ts';
import { FlagError, Flags } from '../../../programs/command-line/index.ts';
import type { Command, FoundCommand } from '../../core/command.ts';
import { bool, globalFlags } from '../../core/flag.ts';
import type { FlagSpec } from '../../core/flag.ts';
import { Kubectl } from '../../core/kubectl.ts';
import { completerOf, flagCompleterOf } from './completers.ts';
import { anything, mayBeFile, noFile, offerOf, oneOf } from './offer.ts';
import type { Offer } from './offer.ts';

/** What the shell's function asks by, and whether it wants to be told what each word is for. */
const asked: Readonly<Record<string, { readonly isTold: boolean }>> = { __complete: { isTold: true }, __completeNoDesc: { isTold: false } };

/** How a command line is understood: which command it names, and what is left for it. */
export type Find = (root: Command, words: readonly string[]) => { readonly found: FoundCommand; readonly rest: readonly string[] };

/** Answers a shell; undefined when the words are no question of one. Gives the exit status. */
export function* complete(context: ProgramContext, root: Command, words: readonly string[], find: Find): Process<number | undefined> {
  const question = asked[words[0] ?? ''];
  if (!question) return undefined;
  const word = words.at(-1);
  if (word === undefined || words.length < 2) {
    yield* context.stderr.write('error: requires at least 1 arg(s), only received 0\n');
    return 1;
  }
  const { words: offered, directive, problem = '' } = yield* answer(context, root, { before: words.slice(1, -1), word }, find);
  yield* context.stderr.write(problem);
  yield* context.stdout.write([...offered.map((each) => (question.isTold ? each : (each.split('\t')[0] ?? ''))), `:${directive}`].map((line) => `${line}\n`).join(''));
  yield* context.stderr.write(`Completion ended with directive: ${directiveNames(directive)}\n`);
  return 0;
}

/** A command line up to the word that is being typed. */
interface Line {
  readonly before: readonly string[];
  readonly word: string;
}

function* answer(context: ProgramContext, root: Command, { before, word }: Line, find: Find): Process<Offer & { readonly problem?: string }> {
  if (before[0] === 'help') return helpOffer(root, before.slice(1), word, find);
  const { found, rest } = find(root, before);
  const flags = flagsOf(found);
  const { flag, written, left } = flagBeingSet(flags.all, rest, word);
  const parsed = new Flags(flags.all);
  try {
    parsed.parse(left);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    return { ...anything, problem: `[Debug] [Error] Error while parsing flags from args [${left.join(' ')}]: ${error.message}\n` };
  }
  if (found.command === root && parsed.args.length > 0) {
    return { ...anything, problem: `[Debug] Cleared global flags for plugin completion\n[Debug] [Error] unable to find a command for arguments: [${before.join(' ')}]\n` };
  }
  const kubectl = new Kubectl(context, found, parsed);
  if (flag) return yield* flagOffer(kubectl, flag, written);
  const required = flags.own.filter(({ name }) => found.command.required?.includes(name) === true && !parsed.changed(name)).flatMap((each) => flagWords(each, word));
  const isFlag = word.startsWith('-') && !word.includes('=') && parsed.dashAt < 0;
  if (isFlag) return offerOf(required.length > 0 ? required : offeredFlags(flags, parsed).flatMap((each) => flagWords(each, word)), noFile);
  const { words, directive } = yield* argumentOffer(kubectl, word);
  return offerOf([...required, ...words], directive);
}

/** The flags of a command, and those that it has from above. */
interface KnownFlags {
  readonly inherited: readonly FlagSpec[];
  readonly own: readonly FlagSpec[];
  readonly all: readonly FlagSpec[];
}

const byName = (a: FlagSpec, b: FlagSpec): number => compareText(a.name, b.name);

/** The global flags count as the root's own. */
function flagsOf({ command, path }: FoundCommand): KnownFlags {
  const isRoot = !path.includes(' ');
  const help = bool('help', `help for ${command.name}`, { short: 'h' });
  const own = [...(command.flags ?? []), ...(isRoot ? globalFlags : []), help].sort(byName);
  const inherited = isRoot ? [] : globalFlags.filter(({ name }) => !own.some((flag) => flag.name === name)).map((flag) => (path.startsWith('kubectl config ') && flag.name === 'kubeconfig' ? { ...flag, usage: 'use a particular kubeconfig file' } : flag));
  return { inherited, own, all: [...inherited, ...own] };
}

/** The flag whose value is being typed, what stands there of it, and the words that can be read without it. */
function flagBeingSet(known: readonly FlagSpec[], before: readonly string[], word: string): { readonly flag?: FlagSpec; readonly written: string; readonly left: readonly string[] } {
  const named = (text: string): FlagSpec | undefined => known.find((flag) => text === `--${flag.name}` || (flag.short !== undefined && /^-[^-]/.test(text) && text.endsWith(flag.short)));
  const isOpen = !before.includes('--');
  const equals = word.indexOf('=');
  if (isOpen && word.startsWith('-') && equals > 0) {
    const flag = named(word.slice(0, equals));
    return flag ? { flag, written: word.slice(equals + 1), left: before } : { written: word, left: [...before, word] };
  }
  const last = before.at(-1) ?? '';
  const flag = isOpen && last.startsWith('-') && !last.includes('=') && !word.startsWith('-') ? named(last) : undefined;
  return flag && flag.bare === undefined ? { flag, written: word, left: before.slice(0, -1) } : { written: word, left: before };
}

function* flagOffer(kubectl: Kubectl, flag: FlagSpec, written: string): Process<Offer> {
  if (flag.name === 'filename') return mayBeFile;
  const complete = flagCompleterOf(kubectl.found.path, flag, kubectl.found.command.flags ?? []);
  return complete ? yield* complete(kubectl, kubectl.flags.args, written) : anything;
}

/** A flag that was given is not offered again, but for lists. */
function offeredFlags({ inherited, own }: KnownFlags, given: Flags): readonly FlagSpec[] {
  return [...inherited, ...own].filter(({ name, type, isHidden, deprecated }) => isHidden !== true && deprecated === undefined && (!given.changed(name) || type === 'strings' || type === 'array'));
}

function flagWords({ name, short, usage }: FlagSpec, word: string): readonly string[] {
  const words = word.startsWith('--') || short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
  return words.filter((each) => each.startsWith(word)).map((each) => `${each}\t${usage}`);
}

/** What may stand for an argument: the name of a command below, while no flag of the command itself was given, or what the command takes. */
function* argumentOffer(kubectl: Kubectl, word: string): Process<Offer> {
  const { found: { command, path }, flags } = kubectl;
  const isFree = flags.args.length === 0 && !(command.flags ?? []).some(({ name }) => flags.changed(name));
  const below = isFree ? commandWords(command, word) : undefined;
  const complete = completerOf(path);
  if (!complete) return below ? oneOf(below) : anything;
  const { words, directive } = yield* complete(kubectl, flags.args, word);
  return offerOf([...(below ?? []), ...words], directive);
}

/** The commands below one whose names begin so; undefined where there are none at all. */
function commandWords({ commands, name }: Command, word: string): readonly string[] | undefined {
  if (!commands) return undefined;
  const shown = [...commands.filter((each) => each.isHidden !== true), ...(name === 'kubectl' ? [{ name: 'help', short: 'Help about any command' }] : [])];
  return shown.filter((each) => each.name.startsWith(word)).sort((a, b) => compareText(a.name, b.name)).map((each) => `${each.name}\t${each.short}`);
}

/** `kubectl help create s`. */
function helpOffer(root: Command, before: readonly string[], word: string, find: Find): Offer {
  const { found, rest } = find(root, before);
  return oneOf(rest.length > 0 ? [] : (commandWords(found.command, word) ?? []));
}

const names = ['ShellCompDirectiveError', 'ShellCompDirectiveNoSpace', 'ShellCompDirectiveNoFileComp', 'ShellCompDirectiveFilterFileExt'];

function directiveNames(directive: number): string {
  const set = names.filter((_, bit) => (directive & (1 << bit)) !== 0);
  return set.length === 0 ? 'ShellCompDirectiveDefault' : set.join(', ');
}
