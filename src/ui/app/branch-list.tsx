import { useEffect } from 'react';
import type { Branch, Comparison } from '../../protocol/index.ts';
import { Button } from '../design/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { nameOf } from '../panels/inspector/thing.tsx';
import { branchPlace, branchTitle } from '../state/branches.ts';
import { clockText } from '../state/format.ts';
import { send, select } from '../state/link.ts';
import { useWorld } from '../state/store.ts';
import { setView, useView } from '../state/view.ts';
import styles from './branch-list.module.css';

function Row({ branch, compared }: { readonly branch: Branch; readonly compared: boolean }) {
  const say = useWords();
  const rename = (name: string): void => {
    if (name !== branchTitle(branch, say)) send({ type: 'renameBranch', branch: branch.id, name });
  };
  return (
    <tr aria-current={branch.current}>
      <td><input key={branchTitle(branch, say)} defaultValue={branchTitle(branch, say)} aria-label={say('branch.name')} onBlur={(event) => rename(event.target.value)} onKeyDown={(event) => { if (event.key === 'Enter') event.currentTarget.blur(); }} /></td>
      <td className={styles.place}>{branchPlace(branch, say)}</td>
      <td className="num">{clockText(branch.headMs)}</td>
      <td className={styles.acts}>
        {branch.current ? <span>{say('branch.here')}</span> : (
          <>
            <Button small aria-pressed={compared} onClick={() => send({ type: 'compareBranch', branch: branch.id })}>{say('branch.compare')}</Button>
            <Button small onClick={() => { setView({ dialog: undefined }); send({ type: 'switchBranch', branch: branch.id }); }}>{say('branch.go')}</Button>
          </>
        )}
      </td>
    </tr>
  );
}

function Differences({ comparison, title }: { readonly comparison: Comparison; readonly title: string }) {
  const say = useWords();
  const { rows, same } = comparison;
  const look = (id: string): void => { setView({ dialog: undefined }); select(id); };
  return (
    <section data-testid="comparison">
      <p className={styles.sum}>{rows.length === 0 ? say('branch.equal', { same }) : say('branch.differences', { count: rows.length, same })}</p>
      {rows.length > 0 && (
        <table className={styles.table}>
          <thead><tr><th>{say('branch.object')}</th><th>{say('branch.here')}</th><th>{title}</th></tr></thead>
          <tbody>
            {rows.map(({ id, here, there }) => {
              const { kind, name, namespace } = nameOf(id);
              return (
                <tr key={id}>
                  <td>{here === undefined ? <span>{name}</span> : <button type="button" onClick={() => look(id)}>{name}</button>} <span className={styles.place}>{kind}{namespace === '' ? '' : `, ${namespace}`}</span></td>
                  {[here, there].map((state, i) => <td key={i === 0 ? 'here' : 'there'} className={state === undefined ? styles.absent : undefined}>{state ?? say('branch.absent')}</td>)}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Every branch with its name, where it came from, and how it differs from what is shown. */
export function BranchList() {
  const say = useWords();
  const branches = useWorld((world) => world.branches);
  const comparison = useView((view) => view.comparison);
  useEffect(() => () => setView({ comparison: undefined }), []);
  const compared = comparison && branches.get(comparison.branch);
  return (
    <>
      <p className={styles.place}>{say('branch.tell')}</p>
      <table className={styles.table}>
        <thead><tr><th>{say('branch.name')}</th><th>{say('branch.place')}</th><th>{say('branch.head')}</th><th /></tr></thead>
        <tbody>{[...branches.values()].map((branch) => <Row key={branch.id} branch={branch} compared={branch === compared} />)}</tbody>
      </table>
      {comparison && compared && <Differences comparison={comparison} title={branchTitle(compared, say)} />}
    </>
  );
}
