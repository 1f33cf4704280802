import type { RefusalCause } from '../../../protocol/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { OwnerMark } from './owner-mark.tsx';
import styles from './ownership.module.css';
import { rich } from './rich.tsx';

const conflictReason = 'FieldManagerConflict';

/** Whom a conflict is with, in the server's words: the manager, and in which version or part it wrote. */
function ownerIn({ message }: RefusalCause): string {
  return message.replace(/^conflict with /, '').replace(/^"([^"]*)"/, '$1').replace(/:$/, '');
}

/** A server-side apply that met fields of others: whose they are, and the three ways on. Nothing when that is not why it was refused. */
export function Conflicts({ causes }: { readonly causes: readonly RefusalCause[] }) {
  const say = useWords();
  const owners = new Map<string, string[]>();
  for (const cause of causes.filter(({ reason }) => reason === conflictReason)) owners.set(ownerIn(cause), [...(owners.get(ownerIn(cause)) ?? []), cause.field]);
  if (owners.size === 0) return null;
  return (
    <section className={styles.conflicts} aria-label={say('owners.conflicts')} data-testid="conflicts">
      {[...owners].map(([owner, fields], at) => (
        <div key={owner}>
          <h3><OwnerMark owner={at} />{say('owners.holds', { owner })}</h3>
          <ul>{fields.map((field) => <li key={field}>{field}</li>)}</ul>
        </div>
      ))}
      <h3>{say('inspector.whatToDo')}</h3>
      <ul>{(['owners.leave', 'owners.share', 'owners.force'] as const).map((way) => <li key={way} className={styles.way}>{rich(say(way))}</li>)}</ul>
    </section>
  );
}
