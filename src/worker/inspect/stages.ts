import { writeYaml } from '../../base/index.ts';
import type { PassageStep, RefusalRecord, RequestRecord } from '../../apiserver/index.ts';
import type { TraceRecord } from '../../kernel/index.ts';
import { unifiedDiff } from '../../kinds/index.ts';
import { shortName } from '../../protocol/index.ts';
import type { Phrase, RequestStage, StageChange } from '../../protocol/index.ts';
import { bodyOf } from '../rows/messages.ts';
import { isPacket } from '../traffic.ts';
import { remediesOf } from './remedies.ts';
import type { WhyContext } from './why-context.ts';

type StageName = RequestStage['stage'];

const whoAsks: readonly StageName[] = ['authentication', 'authorization'];
const changing: readonly StageName[] = [...whoAsks, 'decoding', 'mutating', 'validation', 'validating', 'storage', 'watch'];
const deleting: readonly StageName[] = [...whoAsks, 'validating', 'storage', 'watch'];
const reading: readonly StageName[] = [...whoAsks, 'storage'];

const verbStages: Readonly<Record<string, readonly StageName[]>> = {
  create: changing, update: changing, patch: changing, delete: deleting, deletecollection: deleting,
};

/** Records that are searched for the watches that were told. */
const watchDepth = 4_000;

/** The way of a request through the API server. */
export function stagesOf(context: WhyContext, record: TraceRecord, request: RequestRecord, refusal: RefusalRecord | undefined): readonly RequestStage[] {
  const planned = request.resource.startsWith('/') ? reading : verbStages[request.verb] ?? reading;
  const names = request.impersonator ? planned.toSpliced(1, 0, 'impersonation' as const) : planned;
  const { passage = [] } = request;
  const stop = stopOf(names, request, refusal);
  return names.map((stage, at) => ({
    stage,
    verdict: verdictAt(at, stop),
    by: at > stop.at ? '' : byOf(stage, request, stop.at === at ? refusal : undefined),
    says: at > stop.at ? [] : at === stop.at && refusal ? [{ text: refusal.message }] : saysOf(context, stage, record, request),
    changes: at > stop.at ? [] : changesOf(stage, passage),
    ways: at === stop.at && refusal && request.code >= 400 ? remediesOf(request, refusal) : [],
  }));
}

/** How far the request came: where it was refused, or where it is; behind the last stage when it passed them all. */
interface Stop {
  readonly at: number;
  readonly because: 'refused' | 'open' | 'done';
}

function stopOf(names: readonly StageName[], { code, passage }: RequestRecord, refusal: RefusalRecord | undefined): Stop {
  if (refusal && code >= 400) return { at: Math.max(0, names.indexOf(stageOfRefusal(refusal.stage, passage))), because: 'refused' };
  // Without a word of a stage's own it was not there, or was not what it was taken for.
  if (code >= 400) return { at: names.indexOf('storage'), because: 'refused' };
  return code === 0 ? { at: names.indexOf('storage'), because: 'open' } : { at: names.length, because: 'done' };
}

function verdictAt(at: number, { at: stop, because }: Stop): RequestStage['verdict'] {
  if (at < stop) return 'passed';
  if (because === 'open') return at === stop ? 'open' : 'later';
  return at === stop ? 'refused' : 'never';
}

/** The stage that a refusal names; admission comes before validation and after it. */
function stageOfRefusal(stage: string, passage: readonly PassageStep[] = []): StageName {
  if (stage.startsWith('admission')) return passage.some(({ step }) => step === 'prepared') ? 'validating' : 'mutating';
  switch (stage) {
    case 'authentication':
    case 'impersonation':
    case 'authorization': return stage;
    case 'decode': return 'decoding';
    case 'validate': return 'validation';
    default: return 'storage';
  }
}

function byOf(stage: StageName, { authenticatedBy, impersonator, verdict }: RequestRecord, refusal: RefusalRecord | undefined): string {
  if (refusal?.stage.startsWith('admission ')) return refusal.stage.slice('admission '.length);
  switch (stage) {
    case 'authentication': return authenticatedBy;
    case 'impersonation': return impersonator?.name ?? '';
    case 'authorization': return verdict?.by ?? '';
    default: return '';
  }
}

function saysOf(context: WhyContext, stage: StageName, record: TraceRecord, request: RequestRecord): readonly Phrase[] {
  const { user, authenticatedBy, impersonator, verdict, passage = [] } = request;
  switch (stage) {
    case 'authentication': return authenticatedBy === '' ? [{ say: 'stage.unknown' }] : [{ say: 'stage.known', with: { user: impersonator?.name ?? user, by: authenticatedBy } }];
    case 'impersonation': return [{ say: 'stage.takenFor', with: { who: impersonator?.name ?? '', user } }];
    case 'authorization': return verdict ? [allowedPhrase(verdict.by, verdict.reason())] : [];
    case 'decoding': return [{ say: 'stage.filledIn' }];
    case 'mutating': return passage.some(({ step }) => step === 'admitted') ? [] : [{ say: 'stage.unchanged' }];
    case 'validation': return [{ say: 'stage.nothingWrong' }];
    case 'validating': return [{ say: 'stage.nobodyRefused' }];
    case 'storage': return [storagePhrase(request)];
    case 'watch': return [toldPhrase(context, record, request)];
  }
}

function allowedPhrase(by: string, why: string): Phrase {
  return why === '' ? { say: 'stage.allowed', with: { by } } : { say: 'stage.allowedBecause', with: { by, why } };
}

function storagePhrase({ verb, code, passage = [] }: RequestRecord): Phrase {
  const stored = passage.findLast(({ step }) => step === 'stored')?.object;
  if (stored) return { say: 'stage.stored', with: { revision: revisionOf(stored) } };
  if (verbStages[verb] === undefined) return { say: 'stage.answeredFrom' };
  return code === 0 ? { say: 'stage.underWay' } : { say: code >= 400 ? 'stage.notStored' : 'stage.answeredFrom' };
}

/** Who was told of the object as it was stored. */
function toldPhrase({ world, frames }: WhyContext, record: TraceRecord, { passage = [] }: RequestRecord): Phrase {
  const stored = passage.findLast(({ step }) => step === 'stored')?.object;
  if (!stored) return { say: 'stage.toldNobody' };
  const { trace } = world.kernel;
  const told: string[] = [];
  for (let id = record.id + 1; id <= Math.min(trace.latestId, record.id + watchDepth); id++) {
    const sent = trace.get(id);
    if (!sent || sent.kind !== 'sent' || !isPacket(sent.subject) || sent.subject.kind !== 'watch') continue;
    if (isSame(bodyOf(sent.subject.payload), stored)) told.push(shortName(frames.messages.ends(sent.subject).to));
  }
  return told.length === 0 ? { say: 'stage.toldNobody' } : { say: 'stage.told', with: { count: told.length, who: [...new Set(told)].sort().join(', ') } };
}

/** Whether an event of a watch is about the object in that version. */
function isSame(event: unknown, stored: object): boolean {
  const object = event !== null && typeof event === 'object' && 'object' in event ? event.object : undefined;
  return object !== null && typeof object === 'object' && revisionOf(object) === revisionOf(stored) && revisionOf(stored) !== '';
}

function revisionOf(object: object): string {
  const metadata = 'metadata' in object ? object.metadata : undefined;
  const version = metadata !== null && typeof metadata === 'object' && 'resourceVersion' in metadata ? metadata.resourceVersion : undefined;
  return typeof version === 'string' ? version : '';
}

/** What was changed at a stage, as differences of YAML. */
function changesOf(stage: StageName, passage: readonly PassageStep[]): readonly StageChange[] {
  const wanted: Readonly<Partial<Record<StageName, PassageStep['step']>>> = { decoding: 'completed', mutating: 'admitted', validation: 'prepared' };
  const step = wanted[stage];
  if (step === undefined) return [];
  return passage.flatMap((now, at) => {
    const before = passage[at - 1];
    if (now.step !== step || !before) return [];
    const diff = differences(before.object, now.object);
    return diff === '' ? [] : [{ by: now.by, diff }];
  });
}

function differences(before: object, after: object): string {
  return unifiedDiff(yamlOf(before), yamlOf(after)).replace(/\n$/, '');
}

/** Who manages which fields is shown in colours, not here. */
function yamlOf(object: object): string {
  if (!('metadata' in object) || object.metadata === null || typeof object.metadata !== 'object') return writeYaml(object);
  const { managedFields: _, ...metadata } = object.metadata as { readonly managedFields?: unknown };
  return writeYaml({ ...object, metadata });
}
