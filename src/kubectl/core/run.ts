// From a command line to the command: finding it, reading its flags, running it, telling what went wrong.
// Upstream: spf13/cobra, k8s.io/kubectl pkg/cmd

import { goJson, quote } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, asGoWrites } from '../../kinds/index.ts';
import type { ProgramContext } from '../../machine/index.ts';
import { FlagError, Flags, suggestions } from '../../programs/command-line/index.ts';
import type { Command, FoundCommand } from './command.ts';
import { CommandError, ExitError, ManyErrors, PrintingError, failureText, operating, usageError } from './errors.ts';
import { bool, globalFlags } from './flag.ts';
import type { FlagSpec } from './flag.ts';
import { helpText } from './help.ts';
import { Kubectl } from './kubectl.ts';
import { defaultsOf, loadPreferences, preferredFlags, withAliases } from './apply-preferences.ts';
import { runPlugin } from './plugin-programs.ts';
import { PreferencesError, noPreferences } from './preferences.ts';
import type { Preferences } from './preferences.ts';
import { complete } from '../verbs/completion/complete.ts';

const helpFlag = bool('help', 'help for a command', { short: 'h', isHidden: true });

const isNamed = (command: Command, word: string): boolean => command.name === word || (command.aliases?.includes(word) ?? false);

/** The place of the first word that is no flag and no flag's value; -1 when there is none. */
function firstArgument(words: readonly string[], flags: readonly FlagSpec[]): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return -1;
    if (!word.startsWith('-') || word === '-') return i;
    if (word.includes('=')) continue;
    const takesValue = word.startsWith('--')
      ? flags.some((flag) => `--${flag.name}` === word && flag.bare === undefined)
      : word.length === 2 && flags.some((flag) => flag.short === word[1] && flag.bare === undefined);
    if (takesValue) i++;
  }
  return -1;
}

/** The command that the words name, and the words that are left for it. */
export function findCommand(root: Command, words: readonly string[]): { readonly found: FoundCommand; readonly rest: readonly string[] } {
  let found: FoundCommand = { command: root, path: root.name };
  let rest = words;
  for (;;) {
    const at = firstArgument(rest, [...globalFlags, ...(found.command.flags ?? [])]);
    const next = found.command.commands?.find((command) => isNamed(command, rest[at] ?? ''));
    if (at < 0 || !next) return { found, rest };
    rest = rest.toSpliced(at, 1);
    found = { command: next, path: `${found.path} ${next.name}` };
  }
}

function unknownCommand(root: Command, word: string): CommandError {
  const near = suggestions(word, (root.commands ?? []).filter((each) => each.isHidden !== true).map((each) => each.name));
  const hint = near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`;
  return new CommandError(`unknown command ${quote(word)} for ${quote(root.name)}${hint}`);
}

/** Runs a command that only holds others: its help, or what is wrong with the words behind it. */
function* runHolder(kubectl: Kubectl, rootHelp: () => string): Process {
  const { found, flags } = kubectl;
  if (!found.path.includes(' ')) return yield* kubectl.out(rootHelp());
  const { helpsOn } = found.command;
  if (helpsOn === 'output, as no failure') return yield* kubectl.out(helpText(found));
  if (flags.args.length > 0) throw usageError(found.path, `unknown command ${quote(flags.args.join(' '))}`);
  yield* helpsOn === 'output' ? kubectl.out(helpText(found)) : kubectl.err(helpText(found));
  throw new ExitError(1);
}

/** What is said of kubectl as a whole. */
export interface RootTexts {
  help(): string;
  commands(): string;
}

/** A run of the command line; gives the exit status. */
export function* runCommandLine(context: ProgramContext, root: Command, texts: RootTexts): Process<number> {
  const words = context.argv.slice(1);
  const answered = yield* complete(context, root, words, findCommand);
  if (answered !== undefined) return answered;
  const rootHelp = (): string => texts.help();
  let preferences: Preferences;
  try {
    preferences = (yield* loadPreferences(context, root, words)) ?? noPreferences;
  } catch (error) {
    return yield* tellPreferencesError(context, error);
  }
  const at = firstArgument(words, globalFlags);
  const line = withAliases(preferences, root, words, at);
  const { found, rest } = findCommand(root, line.words);
  const status = found.command === root ? yield* runPlugin(context, words) : undefined;
  if (status !== undefined) return status;
  const flags = new Flags([...globalFlags, helpFlag, ...(found.command.flags ?? []), ...alphaFlags(found.command, context)]);
  try {
    const stray = found.command === root ? rest[firstArgument(rest, globalFlags)] : undefined;
    if (stray !== undefined) throw unknownCommand(root, stray);
    readFlags(flags, rest, line.words === words ? found : { ...found, path: `${root.name} ${words[at] ?? ''}` });
    const options = line.words === words ? defaultsOf(preferences, found.path.replace(/^kubectl ?/, '')) : line.options;
    flags.parse(preferredFlags(options, flags, [...globalFlags, ...(found.command.flags ?? [])], found.command.name));
    yield* context.stderr.write(flags.warnings.map((line) => `${line}\n`).join(''));
    const kubectl = new Kubectl(context, found, flags);
    if (!flags.bool('help') && !found.command.flags?.some(({ name }) => name === 'profile')) refuseProfile(flags.text('profile'));
    const isRoot = found.command === root;
    yield* warnOfDryRun(kubectl);
    if (flags.bool('help')) yield* kubectl.out(isRoot ? rootHelp() : helpText(found));
    else if (found.command.run) {
      requireFlags(flags, found.command.required ?? []);
      yield* found.command.run(kubectl, flags.args);
    }
    else yield* runHolder(kubectl, rootHelp);
    if (flags.bool('warnings-as-errors')) refuseWarnings(kubectl.warnings);
    return 0;
  } catch (error) {
    if (error instanceof PreferencesError) return yield* tellPreferencesError(context, error);
    const failure = operating(error);
    if (failure instanceof ExitError) {
      if (failure.message !== '') yield* context.stderr.write(`${failure.message}\n`);
      return failure.status;
    }
    yield* logRefusal(new Kubectl(context, found, flags), failure);
    if (failure instanceof PrintingError) yield* context.stdout.write(failure.output);
    const text = failureText(failure);
    yield* context.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
    return found.command.failureStatus ?? 1;
  }
}

function* tellPreferencesError(context: ProgramContext, error: unknown): Process<number> {
  if (!(error instanceof PreferencesError)) throw error;
  yield* context.stderr.write(`${error.message}\n`);
  return 1;
}

/** From `-v=4` on the log has what the server answered when it refused. Upstream: checkErr */
function* logRefusal(kubectl: Kubectl, failure: Error): Process {
  if (kubectl.flags.int('v') < 4) return;
  const refusals = failure instanceof ManyErrors ? failure.errors : [failure];
  for (const refusal of refusals) {
    if (refusal instanceof ApiError) yield* kubectl.log('I', 'helpers.go:246', `server response object: %s[${goJson(asGoWrites({ ...refusal.status }), { indent: 2, keepsOrder: true })}]`);
  }
}

/** Older ways to say `--dry-run`, and where in its source kubectl says that they are. */
const olderDryRuns: Readonly<Record<string, readonly [place: string, text: string]>> = {
  unchanged: ['helpers.go:719', '--dry-run is deprecated and can be replaced with --dry-run=client.'],
  true: ['helpers.go:733', '--dry-run=true is deprecated (boolean value) and can be replaced with --dry-run=client.'],
  false: ['helpers.go:736', '--dry-run=false is deprecated (boolean value) and can be replaced with --dry-run=none.'],
};

function* warnOfDryRun(kubectl: Kubectl): Process {
  const older = kubectl.flags.has('dry-run') && !kubectl.flags.bool('help') ? olderDryRuns[kubectl.flags.text('dry-run')] : undefined;
  if (older) yield* kubectl.log('W', ...older);
}

function requireFlags(flags: Flags, names: readonly string[]): void {
  const missing = names.filter((name) => !flags.changed(name));
  if (missing.length > 0) throw new CommandError(`required flag(s) ${missing.map(quote).join(', ')} not set`);
}

const profiles: ReadonlySet<string> = new Set(['none', 'cpu', 'heap', 'goroutine', 'threadcreate', 'block', 'mutex', 'trace']);

function refuseProfile(name: string): void {
  if (!profiles.has(name)) throw new CommandError(`unknown profile '${name}'`);
}

function refuseWarnings(count: number): void {
  if (count > 0) throw new CommandError(`${count} ${count === 1 ? 'warning' : 'warnings'} received`);
}

function alphaFlags({ alphaFlags: alpha }: Command, { env }: ProgramContext): readonly FlagSpec[] {
  return alpha && env.get(alpha.variable)?.toLowerCase() === 'true' ? alpha.flags : [];
}

function readFlags(flags: Flags, words: readonly string[], found: FoundCommand): void {
  try {
    flags.parse(words);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const { failureStatus } = found.command;
    if (failureStatus !== undefined) throw usageError(found.path, error.message);
    throw new CommandError(`${error.message}\nSee '${found.path} --help' for usage.`);
  }
}
