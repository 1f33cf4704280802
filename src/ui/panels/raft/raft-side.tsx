import type { Member, RaftSummary } from '../../../protocol/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { WordKey } from '../../i18n/index.ts';
import { useCalm } from '../../state/calm.ts';
import { sortedMembers } from '../../state/queries.ts';
import { setView, useView, type RaftTab } from '../../state/view.ts';
import type { World } from '../../state/world.ts';
import { useChosen } from './chosen.ts';
import { GroupSize } from './group-size.tsx';
import { ClientPanel } from './side/client.tsx';
import { InWords } from './side/in-words.tsx';
import { Lanes } from './side/lanes.tsx';
import { LogTable } from './side/log-table.tsx';
import { Membership } from './side/membership.tsx';
import { Moves } from './side/moves.tsx';
import { NetworkPanel } from './side/network.tsx';
import { Broken, Lights } from './side/promises.tsx';
import { ByHand, Safeguards } from './side/safeguards.tsx';
import { Situations } from './side/situations.tsx';
import { UnderWay } from './side/under-way.tsx';
import styles from './side/side.module.css';

const tabs: readonly RaftTab[] = ['next', 'break', 'group', 'client', 'situations', 'words'];
const membersOf = (world: World): readonly Member[] => sortedMembers(world.members);
const raftOf = (world: World): RaftSummary | undefined => world.raft;
const titles: Readonly<Record<RaftTab, WordKey>> = { next: 'raft.tabNext', break: 'raft.tabBreak', group: 'raft.tabGroup', client: 'raft.tabClient', situations: 'raft.tabSituations', words: 'raft.tabWords' };

function Panel({ tab, members, raft, chosen }: { readonly tab: RaftTab; readonly members: readonly Member[]; readonly raft: RaftSummary | undefined; readonly chosen: Member }) {
  const say = useWords();
  const lab = raft?.lab;
  switch (tab) {
    case 'next': return <>{lab && <ByHand />}<UnderWay /><Moves raft={raft} /></>;
    case 'break': return <>{lab && lab.safeguards.length > 0 && <Safeguards />}<NetworkPanel members={members} /></>;
    case 'group': return <Membership members={members} />;
    case 'client': return lab ? <ClientPanel client={lab.client} members={members} chosen={chosen} /> : <p className={styles.quiet}>{say('client.none')}</p>;
    case 'situations': return <Situations situation={lab?.situation} />;
    case 'words': return <InWords members={members} />;
  }
}

/** Beside the picture, read rather than watched: the logs, what one looks into, and who was what in the last seconds. */
export function RaftSide() {
  const say = useWords();
  const members = useCalm(membersOf);
  const raft = useCalm(raftOf);
  const chosen = useChosen(members, raft);
  // A situation that is opened shows its steps, until a person looks into something else.
  const tab = useView((view) => view.raftTab) ?? (raft?.lab?.situation === undefined ? 'next' : 'situations');
  const setTab = (next: RaftTab): void => setView({ raftTab: next });
  const walk = (event: React.KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length] ?? 'next';
    setTab(next);
    event.currentTarget.querySelector<HTMLElement>(`#raft-tab-${next}`)?.focus();
  };
  if (!chosen) return null;
  return (
    <section className={styles.side}>
      <LogTable members={members} raft={raft} />
      {raft?.lab?.broken && <Broken broken={raft.lab.broken} />}
      <div className={styles.tabRow}>
        <div className={styles.tabs} role="tablist" aria-label={say('raft.tabs')} onKeyDown={walk} tabIndex={-1}>
          {tabs.map((name) => <button key={name} id={`raft-tab-${name}`} type="button" role="tab" aria-selected={tab === name} tabIndex={tab === name ? 0 : -1} onClick={() => setTab(name)}>{say(titles[name])}</button>)}
        </div>
        <GroupSize members={members.length} />
      </div>
      <div className={styles.panel} role="tabpanel" aria-labelledby={`raft-tab-${tab}`}><Panel tab={tab} members={members} raft={raft} chosen={chosen} /></div>
      <Lanes members={members}><Lights raft={raft} /></Lanes>
    </section>
  );
}
