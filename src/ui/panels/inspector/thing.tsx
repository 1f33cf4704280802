import { entityType, parseObjectId, type EntityId } from '../../../protocol/index.ts';
import { Glyph, Icon } from '../../design/index.ts';
import type { WordKey } from '../../i18n/index.ts';
import { select } from '../../state/link.ts';
import { useWorld } from '../../state/store.ts';
import styles from './inspector.module.css';

/** What things are called that are no objects: these words are the page's. */
const namesOfTypes: Readonly<Record<string, WordKey>> = { request: 'thing.request', message: 'thing.message', machine: 'thing.machine', component: 'thing.component', attempt: 'thing.attempt' };

/** The page's word for what is no object. */
export function wordOfType(id: EntityId): WordKey | undefined {
  return namesOfTypes[entityType(id) ?? ''];
}

/** What a thing is called where it is only named. */
export function nameOf(id: EntityId): { readonly kind: string; readonly name: string; readonly namespace: string } {
  const object = parseObjectId(id);
  // A kind's group tells ids apart; a person reads the kind.
  if (object) return { ...object, kind: object.kind.split('.')[0] ?? object.kind };
  return { kind: entityType(id) ?? '', name: id.slice(id.indexOf('/') + 1), namespace: '' };
}

/** A thing as a line that selects it. */
export function Thing({ id, note }: { readonly id: EntityId; readonly note?: string | undefined }) {
  const pod = useWorld((world) => world.pods.get(id));
  const { kind, name } = nameOf(id);
  return (
    <button type="button" className={styles.thing} onClick={() => select(id)}>
      {pod ? <Glyph name={`phase.${pod.phase}`} /> : <Icon name="right" />}
      <span>{name}</span>
      <span className={styles.of}>{note ?? kind}</span>
    </button>
  );
}
