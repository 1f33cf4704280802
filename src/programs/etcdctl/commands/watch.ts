// etcdctl watch: what happens to keys, from now or from a revision on.
// Upstream: etcdctl/ctlv3/command/watch_command.go

import { prefixRange } from '../../../etcd/index.ts';
import type { KeyRange } from '../../../etcd/index.ts';
import { sleep } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { bool, int } from '../../command-line/flag.ts';
import { FlagError, Flags } from '../../command-line/flags.ts';
import { Background } from '../background.ts';
import type { Command } from '../command.ts';
import type { Etcdctl } from '../etcdctl.ts';
import { ExitError, badArgs } from '../exit.ts';
import { wordsOf } from '../words.ts';
import { follow } from './watch-stream.ts';
import type { Wish } from './watch-stream.ts';

/** How often it is looked whether watches are open that progress is asked for. */
const openingMs = 1;

const flags = [
  bool('interactive', 'Interactive mode', { short: 'i' }),
  bool('prefix', 'Watch on a prefix if prefix is set'),
  bool('prev-kv', 'get the previous key-value pair before the event happens'),
  bool('progress-notify', 'get periodic watch progress notification from server'),
  int('rev', 'Revision to start watching'),
];

/** What is to be watched, from flags and words, and the variables that can name the key. Throws ExitError. */
function wishOf(given: Flags, env: ReadonlyMap<string, string>): Wish {
  const { keys, command } = split(given);
  const envKey = env.get('ETCDCTL_WATCH_KEY') ?? '';
  if (envKey !== '' && keys.length > 0) throw badArgs('bad number of arguments (found conflicting environment key)');
  const envEnd = env.get('ETCDCTL_WATCH_RANGE_END') ?? '';
  const [key, end] = envKey === '' ? keys : [envKey, envEnd === '' ? undefined : envEnd];
  if (key === undefined) throw badArgs('bad number of arguments');
  return {
    range: rangeOf(key, end, given.bool('prefix')),
    startRevision: Math.max(0, given.int('rev')),
    prevKv: given.bool('prev-kv'),
    progressNotify: given.bool('progress-notify'),
    command,
  };
}

/** The words before `--` and those behind it. */
function split({ args, dashAt }: Flags): { readonly keys: readonly string[]; readonly command: readonly string[] } {
  if (dashAt < 0) return { keys: args, command: [] };
  if (dashAt === args.length) throw badArgs('bad number of arguments (found separator --, but no commands)');
  return { keys: args.slice(0, dashAt), command: args.slice(dashAt) };
}

function rangeOf(key: string, end: string | undefined, isPrefix: boolean): KeyRange {
  if (isPrefix && end !== undefined) throw badArgs('`range_end` and `--prefix` are mutually exclusive');
  if (isPrefix) return prefixRange(key);
  return end === undefined ? { key } : { key, rangeEnd: end };
}

function* run(etcdctl: Etcdctl): Process {
  if (etcdctl.flags.bool('interactive')) return yield* runInteractively(etcdctl);
  const wish = wishOf(etcdctl.flags, etcdctl.context.env);
  const client = yield* etcdctl.client();
  yield* follow(etcdctl, client.open(wish), wish.command);
  throw new ExitError('interrupted', 'watch is canceled by the server');
}

/** Takes watches line by line; all of them write to the same output. */
function* runInteractively(etcdctl: Etcdctl): Process {
  const { stdin } = etcdctl.context;
  const client = yield* etcdctl.client();
  const following = new Background(etcdctl);
  const watches: ReturnType<typeof client.open>[] = [];
  try {
    for (;;) {
      yield* following.race([stdin.readable]);
      const line = yield* stdin.readLine();
      if (line === undefined) throw new ExitError('invalidInput', 'error reading watch request line: EOF');
      const [verb = '', ...words] = wordsOf(line);
      if (verb === 'watch' && words.length > 0) {
        const wish = wishIn(words, etcdctl.context.env);
        const watch = client.open(wish);
        watches.push(watch);
        following.start(follow(etcdctl, watch, wish.command));
      } else if (verb === 'progress') {
        while (watches.some(({ id }) => id === undefined)) yield* sleep(openingMs);
        yield* etcdctl.ask(client.etcd.requestProgress(watches));
      } else {
        yield* etcdctl.err(`Invalid command${verb === '' ? ':' : ''} ${line.trim()} (${complaintAbout(verb)})\n`);
      }
    }
  } finally {
    following.stop();
    for (const watch of watches) watch.close();
  }
}

function wishIn(words: readonly string[], env: ReadonlyMap<string, string>): Wish {
  const given = new Flags(flags);
  try {
    given.parse(words);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    throw badArgs(error.message);
  }
  return wishOf(given, env);
}

function complaintAbout(verb: string): string {
  if (verb === '') return 'watch and progress supported';
  return verb === 'watch' ? 'command type or key is not provided' : 'only support watch';
}

export const watch: Command = {
  name: 'watch',
  short: 'Watches events stream on keys or prefixes',
  usage: 'watch [options] [key or prefix] [range_end] [--] [exec-command arg1 arg2 ...]',
  flags,
  run,
};
