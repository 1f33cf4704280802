import type { EntityId, Inspection } from '../../protocol/index.ts';

/** What is told of a thing; what is left out is empty. */
export type Facts = Partial<Omit<Inspection, 'type' | 'id'>> & Pick<Inspection, 'kind' | 'name' | 'sentence'>;

/** An inspection of those facts. */
export function inspection(id: EntityId, facts: Facts): Inspection {
  return { type: 'inspection', id, exists: true, why: [], state: [], events: [], related: [], kubectl: '', ...facts };
}

/** Something that the world knows nothing of. */
export function inspectNothing(id: EntityId): Inspection {
  return inspection(id, { kind: '', name: id, exists: false, sentence: [{ say: 'object.unknown' }] });
}
