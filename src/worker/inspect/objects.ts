import { isObject, writeYaml } from '../../base/index.ts';
import type { TraceRecord } from '../../kernel/index.ts';
import type { KubeObject } from '../../kinds/index.ts';
import type { EntityId, FieldManager, Inspection, WhyStep } from '../../protocol/index.ts';
import { parseObjectId } from '../../protocol/index.ts';
import { kindOfWord } from '../kind-names.ts';
import { faultBehind } from './fault-behind.ts';
import { nextSteps } from './next.ts';
import { relatedTo } from './related.ts';
import { sentenceOf } from './sentence.ts';
import { stateOf } from './state.ts';
import { causesOf, nowStep, readChain } from './why.ts';
import type { WhyContext } from './why-context.ts';

/** Events that are shown of one thing. */
const eventsShown = 50;

/** An API object, as it is or, when it is gone, as it was last. */
export function inspectObject(context: WhyContext, id: EntityId, last: KubeObject | undefined): Inspection {
  const { frames } = context;
  const { kind = '', namespace = '', name = id } = parseObjectId(id) ?? {};
  const object = frames.objects.object(id);
  const known = object ?? last;
  const events = [...frames.objects.events.values()].filter(({ about }) => about === id).slice(-eventsShown);
  return {
    type: 'inspection',
    id,
    exists: object !== undefined,
    kind: kindOfWord(kind),
    name,
    ...(namespace === '' ? {} : { namespace }),
    sentence: object ? sentenceOf(context, object) : [{ say: known || frames.story.writesOf(id).length > 0 ? 'object.deleted' : 'object.unknown' }],
    why: [...whyObject(context, id), ...(object ? nextSteps(context, object) : [])],
    state: known ? stateOf(context, known) : [],
    ...(known ? { yaml: yamlOf(known), ...managersOf(known) } : {}),
    events,
    related: known ? relatedTo(context, known) : [],
    kubectl: `kubectl get ${kind.toLowerCase()} ${name}${namespace === '' || namespace === 'default' ? '' : ` -n ${namespace}`} -o yaml`,
  };
}

/** The chain that leads to the object's newest write, and the message about it that is under way. */
export function whyObject(context: WhyContext, id: EntityId): readonly WhyStep[] {
  const { story } = context.frames;
  const { trace } = context.world.kernel;
  const newest = story.writesOf(id).at(-1);
  const chain = newest !== undefined && trace.get(newest) !== undefined ? causesOf(trace, newest) : story.keptChain(id);
  const now = nowStep(context, id);
  const object = context.frames.objects.object(id);
  const fault = object && faultBehind(context, object);
  const steps = fault && !chain.includes(fault)
    ? [...readChain(context, [fault]), ...readChain(context, chain.filter((record) => record.id > fault.id))]
    : [...beginningOf(context, id, chain), ...readChain(context, chain)];
  return now ? [...steps, now] : steps;
}

/** How the object came, when the chain of its newest write does not reach back so far; nothing when it does. */
function beginningOf(context: WhyContext, id: EntityId, chain: readonly TraceRecord[]): readonly WhyStep[] {
  const [first] = chain;
  const origin = context.frames.story.originOf(id);
  const end = origin.at(-1);
  if (!first || first.cause === 0 || !end || end.id >= first.id) return [];
  const between: WhyStep = { id: `trace/${end.id}-${first.id}`, atMs: end.atMs, when: 'past', actor: '', byHand: false, text: [{ say: 'why.between' }], about: id };
  return [...readChain(context, origin), between];
}

/** Who manages which of its fields; nothing where nobody does. */
function managersOf({ metadata: { managedFields = [] } }: KubeObject): Pick<Inspection, 'managers'> {
  const managers = managedFields.flatMap(({ manager = '', operation, apiVersion = '', time, subresource, fieldsV1 }): readonly FieldManager[] => {
    if ((operation !== 'Apply' && operation !== 'Update') || !isObject(fieldsV1)) return [];
    return [{ name: manager, operation, apiVersion, ...(time ? { time } : {}), ...(subresource ? { subresource } : {}), fields: fieldsV1 }];
  });
  return managers.length === 0 ? {} : { managers };
}

/** The object as `kubectl get -o yaml` prints it. */
function yamlOf(object: KubeObject): string {
  const { managedFields: _, ...metadata } = object.metadata as KubeObject['metadata'] & { readonly managedFields?: unknown };
  return writeYaml({ ...object, kind: kindOfWord(object.kind), metadata });
}
