import type { Member, RaftSummary } from '../../../../protocol/index.ts';
import { cx } from '../../../design/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import styles from './picture.module.css';
import type { RingLayout } from './ring-layout.ts';
import { quorumOf } from './tally.ts';

/** The configuration that counts: the leader's, else that of the member which knows most. */
function configurationOf(members: readonly Member[], leader: string | undefined): Member | undefined {
  return members.find(({ name }) => name === leader) ?? members.filter(({ voters }) => voters.length > 0).toSorted((a, b) => b.term - a.term || b.log.lastIndex - a.log.lastIndex)[0];
}

/** One configuration as a ring: a pip towards each member that belongs to it. */
function ConfigurationRing({ radius, layout, members, voters, learners, label }: {
  readonly radius: number; readonly layout: RingLayout; readonly members: readonly Member[]; readonly voters: readonly string[]; readonly learners: readonly string[]; readonly label: string;
}) {
  const pip = Math.max(3, radius * 0.055);
  return (
    <g>
      <title>{label}</title>
      <circle r={radius} className={styles.configuration} />
      {members.map(({ id, name }, i) => {
        const place = layout.places[i];
        if (!place || !(voters.includes(name) || learners.includes(name))) return null;
        return <circle key={id} cx={radius * Math.sin(place.angle)} cy={-radius * Math.cos(place.angle)} r={pip} className={voters.includes(name) ? styles.voter : styles.learnerPip} />;
      })}
    </g>
  );
}

/** How large the ring of the configuration is, and how much is written in it. */
function hubSize({ radius, dial }: RingLayout, scale: number): { readonly inner: number; readonly isRoomy: boolean; readonly isTiny: boolean } {
  const inner = Math.min(radius - dial - 14, 108 * scale);
  return { inner, isRoomy: inner >= 74 * scale, isTiny: inner < 42 * scale };
}

/** How far from the middle what is written there reaches. */
export function hubReach(layout: RingLayout, scale: number): number {
  const { isRoomy, isTiny } = hubSize(layout, scale);
  return (isRoomy ? 72 : isTiny ? 24 : 48) * scale;
}

/** The middle of the ring: the term, who leads, and the configuration as rings, two of them while it changes. */
export function Hub({ layout, members, raft, scale, isNotRaft }: {
  readonly layout: RingLayout; readonly members: readonly Member[]; readonly raft: RaftSummary | undefined; readonly scale: number; readonly isNotRaft: boolean;
}) {
  const say = useWords();
  const term = raft?.term ?? Math.max(0, ...members.map((member) => member.term));
  const { inner, isRoomy, isTiny } = hubSize(layout, scale);
  const known = configurationOf(members, raft?.leader);
  const isJoint = (known?.votersOutgoing.length ?? 0) > 0;
  const quorum = known ? quorumOf(known).map(({ need, voters }) => say('raft.quorumOf', { need, voters })).join(' + ') : '';
  return (
    <g transform={`translate(${layout.centre.x} ${layout.centre.y})`} aria-hidden="true">
      {known && inner > 20 && <ConfigurationRing radius={inner} layout={layout} members={members} voters={known.voters} learners={known.learners} label={say('raft.votersAre', { names: known.voters.join(', ') })} />}
      {known && isJoint && inner > 30 && <ConfigurationRing radius={inner - 11 * scale} layout={layout} members={members} voters={known.votersOutgoing} learners={[]} label={say('raft.votersWere', { names: known.votersOutgoing.join(', ') })} />}
      {!isTiny && <text y={(isRoomy ? -36 : -20) * scale} textAnchor="middle" className="t2 soft halo">{say('raft.term')}</text>}
      <text y={(isRoomy ? 14 : isTiny ? 9 : 8) * scale} textAnchor="middle" className={cx(isRoomy ? 't7' : isTiny ? 't5' : 't6', 'strong num halo')} data-testid="term">{isTiny ? `T${term}` : term}</text>
      {!isTiny && <text y={(isRoomy ? 36 : 26) * scale} textAnchor="middle" className={cx(isRoomy ? 't3' : 't1', 'soft w5 halo')}>{raft?.leader === undefined ? say('raft.noLeaderShort') : say('raft.leads', { name: raft.leader })}</text>}
      {isRoomy && <text y={53 * scale} textAnchor="middle" className="t1 faint halo num">{isJoint ? `${say('raft.joint')} ${quorum}` : quorum === '' ? '' : say('raft.quorum', { of: quorum })}</text>}
      {isNotRaft && !isTiny && <text y={(isRoomy ? 70 : 41) * scale} textAnchor="middle" className={cx('t2 w6 halo', styles.notRaft)}>{say('raft.notRaft')}</text>}
    </g>
  );
}
