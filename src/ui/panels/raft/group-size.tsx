import { useWords } from '../../i18n/use-words.ts';
import { send } from '../../state/link.ts';
import { useWorld } from '../../state/store.ts';
import styles from './raft.module.css';

const alone = /^raft-(\d+)$/;

/** The group that is looked at: the cluster's own etcd, or one that stands alone with so many members. */
export function GroupSize({ members }: { readonly members: number }) {
  const say = useWords();
  const report = useWorld((world) => world.report);
  const standsAlone = useWorld((world) => ![...world.machines.values()].some(({ role }) => role === 'controlPlane'));
  const sizes = (report?.presets ?? []).flatMap((preset) => { const size = alone.exec(preset)?.[1]; return size === undefined ? [] : [Number(size)]; });
  if (sizes.length === 0) return null;
  const choose = (value: string): void => send({ type: 'load', source: { seed: report?.seed ?? 1, ...(value === '' ? {} : { topology: `raft-${value}` }) } });
  return (
    <label className={styles.group}>{say('raft.group')}
      <select value={standsAlone ? String(members) : ''} onChange={(event) => choose(event.target.value)} data-testid="group-size">
        <option value="">{say('raft.groupOwn')}</option>
        {sizes.map((size) => <option key={size} value={size}>{say(size % 2 === 0 ? 'raft.groupEven' : 'raft.groupOf', { count: size })}</option>)}
      </select>
    </label>
  );
}
