import type { TraceRecord } from '../kernel/index.ts';
import { machineId } from '../protocol/index.ts';
import type { Bookmark, EntityId, Phrase, RaftRole, RoleSpan, TermSegment } from '../protocol/index.ts';
import { Collection } from './collection.ts';
import { isFault, isInput, isRoleChange } from './story.ts';
import type { RoleChange } from './story.ts';

/** How long role spans are kept. */
const spanMemoryMs = 30_000;
const segmentsKept = 2_000;
const bookmarksKept = 500;

/** What the timeline shows: who led when, who was what, and the flags of the run. */
export class Timeline {
  readonly segments = new Collection<TermSegment>(segmentsKept);
  readonly roleSpans = new Collection<RoleSpan>();
  readonly bookmarks = new Collection<Bookmark>(bookmarksKept);
  /** Commands of people, oldest first. */
  readonly deeds: string[] = [];
  private readonly open = new Map<string, RoleSpan>();
  private segment: TermSegment | undefined;
  /** The command that was typed last, and its flag. */
  private typed: { readonly command: string; readonly flag: string } | undefined;
  private nextId = 1;
  private readonly eventNumber: () => number;

  /** @param eventNumber asked for the number of the event that a flag stands at */
  constructor(eventNumber: () => number) {
    this.eventNumber = eventNumber;
    this.beginSegment({ id: 'segment/0', fromMs: 0, term: 0 });
  }

  /** Takes in a record of the trace. */
  observe(record: TraceRecord): void {
    const { kind, subject, atMs } = record;
    if (kind === 'decision' && isRoleChange(subject)) this.roleChanged(record, subject);
    else if (kind === 'fault' && isFault(subject)) this.markFault(atMs, subject.words);
    else if (kind === 'input' && isInput(subject)) this.markInput(atMs, subject.command, subject.file);
  }

  /** Plants a flag; gives its id. */
  mark(atMs: number, what: Phrase, about?: EntityId): string {
    const id = `bookmark/${this.nextId++}`;
    this.bookmarks.set({ id, atMs, event: this.eventNumber(), what, ...(about === undefined ? {} : { about }) });
    return id;
  }

  /** Forgets role spans that are too old to be shown. */
  trim(nowMs: number): void {
    for (const { id, toMs } of this.roleSpans.values()) if (toMs !== undefined && toMs < nowMs - spanMemoryMs) this.roleSpans.delete(id);
  }

  /** What a member was when nobody had looked yet. */
  memberFound(member: string, role: string, term: number, atMs: number): void {
    this.beginSpan({ id: `span/${this.nextId++}`, member, fromMs: atMs, role: asRole(role), term });
  }

  /** A member that stopped has no role any more. */
  memberStopped(member: string, term: number, atMs: number): void {
    this.endSpan(member, atMs);
    this.beginSpan({ id: `span/${this.nextId++}`, member, fromMs: atMs, role: 'down', term });
    if (this.segment?.leader === member) this.beginSegment({ id: `segment/${this.nextId++}`, fromMs: atMs, term });
  }

  private roleChanged({ atMs }: TraceRecord, { member, role, term }: RoleChange): void {
    this.endSpan(member, atMs);
    this.beginSpan({ id: `span/${this.nextId++}`, member, fromMs: atMs, role: asRole(role), term });
    if (role === 'leader') {
      this.beginSegment({ id: `segment/${this.nextId++}`, fromMs: atMs, term, leader: member });
      this.mark(atMs, { say: 'mark.leader', with: { member, term } });
    } else if (this.segment?.leader === member) {
      this.beginSegment({ id: `segment/${this.nextId++}`, fromMs: atMs, term });
    }
  }

  private beginSpan(span: RoleSpan): void {
    this.open.set(span.member, span);
    this.roleSpans.set(span);
  }

  private endSpan(member: string, atMs: number): void {
    const span = this.open.get(member);
    if (!span) return;
    this.open.delete(member);
    this.roleSpans.set({ ...span, toMs: atMs });
  }

  private beginSegment(segment: TermSegment): void {
    if (this.segment) this.segments.set({ ...this.segment, toMs: segment.fromMs });
    this.segment = segment;
    this.segments.set(segment);
  }

  private markFault(atMs: number, words: readonly string[]): void {
    const command = `orrery ${words.join(' ')}`;
    // What was typed and is now done is one deed, with one flag.
    if (this.typed?.command === command) this.bookmarks.delete(this.typed.flag);
    else this.deeds.push(command);
    this.typed = undefined;
    this.mark(atMs, ...flagOf(words));
  }

  private markInput(atMs: number, command: string, file: string | undefined): void {
    if (command === '') return;
    this.deeds.push(command);
    const applied = file ?? /^kubectl apply .*?-f ('[^']+'|\S+)/.exec(command)?.[1]?.replaceAll("'", '');
    this.typed = { command, flag: this.mark(atMs, applied === undefined ? { say: 'mark.command', with: { command } } : { say: 'mark.apply', with: { file: applied } }) };
  }
}

/** What the flag of a fault says, and what it is about. */
function flagOf(words: readonly string[]): readonly [Phrase, EntityId?] {
  const [verb = '', first = '', second = ''] = words;
  switch (verb) {
    case 'power': return [{ say: first === 'off' ? 'mark.powerOff' : 'mark.powerOn', with: { machine: second } }, machineId(second)];
    case 'cut': return [{ say: 'mark.cut', with: { from: first, to: second } }, machineId(first)];
    case 'heal':
    case 'rejoin': return [{ say: 'mark.heal' }];
    default: return [{ say: 'mark.command', with: { command: `orrery ${words.join(' ')}` } }];
  }
}

function asRole(role: string): RaftRole {
  switch (role) {
    case 'leader':
    case 'candidate':
    case 'learner': return role;
    case 'pre-candidate': return 'precandidate';
    default: return 'follower';
  }
}
