import { Menu } from '@mantine/core';
import { Ghost, Icon } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { branchPlace, branchTitle } from '../../state/branches.ts';
import { send } from '../../state/link.ts';
import { useWorld } from '../../state/store.ts';
import { setView } from '../../state/view.ts';
import styles from './time-bar.module.css';

/** The branches of this world, when there is more than one; each is named after what began it. */
export function BranchMenu() {
  const say = useWords();
  const branches = useWorld((world) => world.branches);
  if (branches.size < 2) return null;
  const current = [...branches.values()].find((branch) => branch.current);
  const title = current ? branchTitle(current, say) : say('time.branch');
  return (
    <Menu position="bottom-end" width={360}>
      <Menu.Target><Ghost className={styles.branches ?? ''} aria-label={`${say('time.branch')}: ${title}`} data-testid="branches"><Icon name="branch" size={16} /><span>{title}</span><Icon name="down" /></Ghost></Menu.Target>
      <Menu.Dropdown>
        {[...branches.values()].map((branch) => (
          <Menu.Item key={branch.id} leftSection={<i className={branch.current ? styles.here : styles.there} />} onClick={() => send({ type: 'switchBranch', branch: branch.id })}>
            <span className={styles.branchTitle}>{branchTitle(branch, say)}</span>
            <span className={styles.branchPlace}>{branchPlace(branch, say)}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => setView({ dialog: 'branches' })}>{say('branch.manage')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
