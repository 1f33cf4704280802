import { parseSpan } from '../../cluster/index.ts';
import type { World } from '../../cluster/index.ts';
import { isPeerMessage, memberView } from '../../etcd/index.ts';
import type { EtcdMember, MemberView, RaftView } from '../../etcd/index.ts';
import { SituationError } from './situation.ts';

/** A sentence about a group that its state confirms or denies. */
export interface Claim {
  readonly text: string;
  /** @param start the quantities as they were when the situation was opened */
  holds(world: World, start: Quantities): boolean;
}

/** Numbers of members by `quantity member`, such as `term etcd-1`. */
export type Quantities = ReadonlyMap<string, number>;

type Test = (world: World, start: Quantities) => boolean;

/** What may be claimed, by its first word. */
interface ClaimVerb {
  readonly usage: string;
  readonly summary: string;
  /** The test that the words ask for; undefined when they are not as its usage says. */
  read(words: readonly string[]): Test | undefined;
}

const quantities = {
  term: ({ term }: RaftView) => term,
  commit: ({ commit }: RaftView) => commit,
  first: ({ firstIndex }: RaftView) => firstIndex,
  last: ({ lastIndex }: RaftView) => lastIndex,
} as const;

type Quantity = keyof typeof quantities;

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b, '<=': (a, b) => a <= b, '=': (a, b) => a === b, '>=': (a, b) => a >= b, '>': (a, b) => a > b,
};

const operationStates = ['pending', 'done', 'failed', 'unknown'];
const roles = ['leader', 'follower', 'pre-candidate', 'candidate', 'learner', 'stopped'];

/** Every claim by its first word, in the order in which help lists them. */
export const claimVerbs: Readonly<Record<string, ClaimVerb>> = {
  leader: {
    usage: 'leader MEMBER,MEMBER…|any|none',
    summary: 'one of these leads; someone does; nobody does',
    read: ([who, ...rest]) => (who === undefined || rest.length > 0 ? undefined : (world) => {
      const leaders = viewsOf(world).filter(({ raft }) => raft?.role === 'leader').map(({ name }) => name);
      return who === 'none' ? leaders.length === 0 : who === 'any' ? leaders.length > 0 : who.split(',').some((name) => leaders.includes(name));
    }),
  },
  follows: {
    usage: 'follows MEMBER|all LEADER',
    summary: 'it knows that one as the leader of its own term',
    read: ([who, leader, ...rest]) => (who === undefined || leader === undefined || rest.length > 0 ? undefined : (world) => {
      const lead = viewOf(world, leader)?.raft;
      return lead?.role === 'leader' && those(world, who).every(({ raft }) => raft?.lead === leader && raft.term === lead.term);
    }),
  },
  role: {
    usage: `role MEMBER ${roles.join('|')}`,
    summary: 'what it is',
    read: ([who, role = '', ...rest]) => (who === undefined || !roles.includes(role) || rest.length > 0 ? undefined : (world) => roleOf(viewOf(world, who)) === role),
  },
  votes: {
    usage: 'votes MEMBER granted|refused COUNT',
    summary: 'so many votes of its campaign have come, its own among them',
    read: ([who, what, count, ...rest]) => (who === undefined || (what !== 'granted' && what !== 'refused') || !isCount(count) || rest.length > 0 ? undefined : (world) => {
      const votes = viewOf(world, who)?.raft?.votes ?? [];
      return votes.filter(({ granted }) => granted === (what === 'granted')).length === Number(count);
    }),
  },
  ...Object.fromEntries((Object.keys(quantities) as Quantity[]).map((quantity) => [quantity, quantityVerb(quantity)])),
  log: {
    usage: 'log MEMBER|any|all VALUE',
    summary: 'its log has an entry that writes the value, committed or not',
    read: holding((member, value) => hasEntry(member, value, Number.POSITIVE_INFINITY)),
  },
  committed: {
    usage: 'committed MEMBER|any|all VALUE',
    summary: 'it knows an entry that writes the value as committed',
    read: holding((member, value) => hasEntry(member, value, member.process?.node.log.committed ?? 0)),
  },
  alike: {
    usage: 'alike',
    summary: 'all logs end at the same entry, and all of it is committed everywhere',
    read: (words) => (words.length > 0 ? undefined : (world) => {
      const ends = viewsOf(world).map(({ raft }) => (raft && raft.commit === raft.lastIndex ? `${raft.lastTerm}/${raft.lastIndex}` : undefined));
      return ends[0] !== undefined && ends.every((end) => end === ends[0]);
    }),
  },
  message: {
    usage: 'message TYPE FROM|any TO|any',
    summary: 'such a message is under way between members, such as MsgVote etcd-1 etcd-2',
    read: ([type, from, to, ...rest]) => (type === undefined || from === undefined || to === undefined || rest.length > 0 ? undefined : (world) => {
      const hosts = [from, to].map((name) => world.etcd.find((member) => member.name === name)?.host);
      return [...world.network.inFlight.packets()].some(({ payload, from: sender, to: receiver }) =>
        isPeerMessage(payload) && payload.type === type && (from === 'any' || sender.host === hosts[0]) && (to === 'any' || receiver.host === hosts[1]));
    }),
  },
  voters: {
    usage: 'voters MEMBER NAME,NAME…',
    summary: 'exactly these vote, as far as it knows; in joint consensus, in the incoming half',
    read: ([who, names, ...rest]) => (who === undefined || names === undefined || rest.length > 0 ? undefined : (world) => viewOf(world, who)?.raft?.voters.toSorted().join() === names.split(',').toSorted().join()),
  },
  joint: {
    usage: 'joint MEMBER',
    summary: 'it is in a joint configuration: two majorities are needed',
    read: ([who, ...rest]) => (who === undefined || rest.length > 0 ? undefined : (world) => (viewOf(world, who)?.raft?.votersOutgoing.length ?? 0) > 0),
  },
  cut: {
    usage: 'cut FROM TO',
    summary: 'nothing passes from one machine to the other',
    read: ([from = '', to = '', ...rest]) => (from === '' || to === '' || rest.length > 0 ? undefined : ({ machines }) => {
      const [sender, receiver] = [machines.get(from)?.host, machines.get(to)?.host];
      return sender !== undefined && receiver !== undefined && sender.links.get(receiver)?.isCut === true;
    }),
  },
  waits: {
    usage: 'waits NUMBER 500ms',
    summary: 'the client\'s first, second, … operation has had no answer for so long',
    read: ([number, span, ...rest]) => {
      const ms = parseSpan(span);
      if (!isCount(number) || ms === undefined || rest.length > 0) return undefined;
      return ({ client, kernel }) => {
        const operation = client.operations[Number(number) - 1];
        return operation?.state === 'pending' && kernel.nowMs - operation.fromMs >= ms;
      };
    },
  },
  client: {
    usage: 'client NUMBER pending|done|failed|unknown [VALUE]',
    summary: 'what has become of the client\'s first, second, … operation, and the value that was written or read',
    read: ([number, state = '', value, ...rest]) => (!isCount(number) || !operationStates.includes(state) || rest.length > 0 ? undefined : ({ client }) => {
      const operation = client.operations[Number(number) - 1];
      return operation?.state === state && (value === undefined || operation.value === value);
    }),
  },
  linearizable: {
    usage: 'linearizable',
    summary: 'all that the client was told could be one register',
    read: (words) => (words.length > 0 ? undefined : ({ client }) => client.judgement.isLinearizable),
  },
  broken: {
    usage: 'broken PROMISE|any|none',
    summary: 'that promise did not hold, at any time so far',
    read: ([promise, ...rest]) => (promise === undefined || rest.length > 0 ? undefined : ({ invariants: { broken } }) =>
      promise === 'none' ? broken.length === 0 : promise === 'any' ? broken.length > 0 : broken.some(({ name }) => name === promise)),
  },
  not: {
    usage: 'not CLAIM',
    summary: 'the opposite',
    read: (words) => {
      const test = readTest(words);
      return (world, start) => !test(world, start);
    },
  },
};

/** The claim that a line makes. Throws SituationError. */
export function readClaim(line: string): Claim {
  const test = readTest(line.trim().split(/\s+/));
  return { text: line, holds: test };
}

function readTest([first = '', ...words]: readonly string[]): Test {
  const verb = Object.hasOwn(claimVerbs, first) ? claimVerbs[first] : undefined;
  if (!verb) throw new SituationError(`there is no claim ${JSON.stringify(first)}; known are ${Object.keys(claimVerbs).join(', ')}`);
  const test = verb.read(words);
  if (!test) throw new SituationError(`${JSON.stringify([first, ...words].join(' '))} is no claim such as "${verb.usage}"`);
  return test;
}

/** All quantities of all members as they are. */
export function quantitiesOf(world: World): Quantities {
  const all = Object.entries(quantities);
  return new Map(viewsOf(world).flatMap(({ name, raft }) => all.map(([quantity, of]) => [`${quantity} ${name}`, raft ? of(raft) : 0] as const)));
}

function quantityVerb(quantity: Quantity): ClaimVerb {
  const isOf: Readonly<Record<Quantity, string>> = {
    term: 'its term', commit: 'the index up to which it knows the log as committed', first: 'the first index that its log still holds', last: 'the last index of its log',
  };
  return {
    usage: `${quantity} MEMBER <|<=|=|>=|> NUMBER|start|start+NUMBER|MEMBER`,
    summary: `${isOf[quantity]}, against a number, itself when the situation was opened, or another member's`,
    read: ([who, sign = '', than, ...rest]) => {
      const compare = Object.hasOwn(comparisons, sign) ? comparisons[sign] : undefined;
      if (who === undefined || !compare || than === undefined || rest.length > 0) return undefined;
      const of = (world: World, name: string): number => {
        const raft = viewOf(world, name)?.raft;
        return raft ? quantities[quantity](raft) : Number.NaN;
      };
      const added = /^start(?:\+(\d+))?$/.exec(than);
      if (added) return (world, start) => compare(of(world, who), (start.get(`${quantity} ${who}`) ?? Number.NaN) + Number(added[1] ?? 0));
      return (world) => compare(of(world, who), isCount(than) ? Number(than) : of(world, than));
    },
  };
}

/** A claim about a value that one member, any or all of them have. */
function holding(has: (member: EtcdMember, value: string) => boolean): ClaimVerb['read'] {
  return ([who, value, ...rest]) => {
    if (who === undefined || value === undefined || rest.length > 0) return undefined;
    if (who === 'any') return ({ etcd }) => etcd.some((member) => has(member, value));
    if (who === 'all') return ({ etcd }) => etcd.every((member) => has(member, value));
    return ({ etcd }) => etcd.some((member) => member.name === who && has(member, value));
  };
}

/** Whether a member's log, up to an index, or what it has applied and dropped from its log, writes that value. */
function hasEntry({ process }: EtcdMember, value: string, upTo: number): boolean {
  if (!process) return false;
  const { entries } = process.node.log;
  return entries.some(({ index, data }) => index <= upTo && valueOf(data) === value);
}

function valueOf(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('request' in data)) return undefined;
  const { request } = data;
  return typeof request === 'object' && request !== null && 'value' in request ? request.value : undefined;
}

function those(world: World, who: string): readonly MemberView[] {
  return viewsOf(world).filter(({ name }) => who === 'all' || name === who);
}

function viewOf(world: World, name: string): MemberView | undefined {
  const member = world.etcd.find((candidate) => candidate.name === name);
  return member && memberView(member);
}

function viewsOf({ etcd }: World): readonly MemberView[] {
  return etcd.map(memberView);
}

function roleOf(view: MemberView | undefined): string {
  if (!view?.raft) return 'stopped';
  return view.raft.isLearner ? 'learner' : view.raft.role;
}

function isCount(text: string | undefined): text is string {
  return text !== undefined && /^\d+$/.test(text);
}
