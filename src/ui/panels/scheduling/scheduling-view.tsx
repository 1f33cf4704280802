import { useMemo, useState } from 'react';
import { parseObjectId, type Attempt, type EntityId, type QueuedPod } from '../../../protocol/index.ts';
import { Button, cx, Glyph } from '../../design/index.ts';
import { useWords, type Words } from '../../i18n/use-words.ts';
import { spanText } from '../../state/format.ts';
import { send, select } from '../../state/link.ts';
import { podTitle } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import { useView } from '../../state/view.ts';
import { byWords } from '../inspector/rich.tsx';
import { Bars } from './bars.tsx';
import { byDecision, lead, rail } from './verdicts.ts';
import { VerdictTable } from './verdict-table.tsx';
import styles from './scheduling.module.css';

const nameOf = (id: EntityId): string => parseObjectId(id)?.name ?? id;

function Queued({ item, note, selected, onPick }: { readonly item: QueuedPod; readonly note: string; readonly selected: boolean; readonly onPick: () => void }) {
  const pod = useWorld((world) => world.pods.get(item.pod));
  const { title, suffix } = pod ? podTitle(pod) : { title: nameOf(item.pod), suffix: '' };
  return (
    <li><button type="button" className={cx(selected && styles.sel)} onClick={onPick}><Glyph name={pod ? `phase.${pod.phase}` : 'phase.pending'} /><span><b>{title}</b> <span className="mono soft">{suffix.includes('/') ? '' : suffix}</span></span><span className={styles.note}>{note}</span></button></li>
  );
}

/** One attempt in one sentence. */
export function headline(attempt: Attempt, say: Words): string {
  const pod = nameOf(attempt.pod);
  if (attempt.outcome === 'unschedulable') return say('sched.noneHead', { pod });
  if (attempt.outcome === 'error') return say('sched.errorHead', { pod });
  const node = attempt.node ?? '';
  const points = lead(attempt);
  if (points === undefined) return say('sched.onlyHead', { node, pod });
  if (points === 0) return say('sched.tieHead', { node, pod });
  return say(points === 1 ? 'sched.chosenHead.one' : 'sched.chosenHead', { node, pod, points });
}

function tell(attempt: Attempt, say: Words): string {
  const nodes = attempt.nodes.length;
  const fell = attempt.nodes.filter((node) => node.fell).length;
  if (fell === nodes) return say('sched.tellNone');
  if (nodes - fell === 1) return say('sched.tellOne', { nodes });
  return fell === 0 ? say('sched.tellAll', { nodes }) : say('sched.tell', { fell, nodes, scored: nodes - fell });
}

function Queue({ current, onPick }: { readonly current: EntityId | undefined; readonly onPick: (pod: EntityId) => void }) {
  const say = useWords();
  const queue = useWorld((world) => world.queue);
  const nowMs = useWorld((world) => Math.floor((world.clock?.nowMs ?? 0) / 100) * 100);
  const attempts = useWorld((world) => world.attempts);
  const [active, decided] = useMemo(() => byDecision(queue.active, attempts.values()), [queue, attempts]);
  const groups = [
    { title: say('sched.active'), items: active, note: (item: QueuedPod, i: number) => (i === 0 ? say('sched.attempt', { count: item.attempts }) : i === 1 ? say('sched.next') : '') },
    { title: say('sched.backoff'), items: queue.backoff, note: (item: QueuedPod) => spanText(Math.max(0, (item.dueMs ?? nowMs) - nowMs)) },
    { title: say('sched.unschedulable'), items: queue.unschedulable, note: (item: QueuedPod) => spanText(Math.max(0, nowMs - item.sinceMs)) },
    { title: say('sched.decided'), items: decided.map(({ item }) => item), note: (_: QueuedPod, i: number) => decided[i]?.node ?? '' },
  ];
  return (
    <aside className={styles.queue}>
      {groups.map((group) => (
        <section key={group.title}>
          <h2>{group.title}</h2>
          {group.items.length === 0 && <p className={styles.none}>{say('sched.queueEmpty')}</p>}
          <ul>{group.items.slice(0, 30).map((item, i) => <Queued key={item.pod} item={item} note={group.note(item, i)} selected={item.pod === current} onPick={() => onPick(item.pod)} />)}</ul>
        </section>
      ))}
      {queue.unschedulable.filter((item) => item.message !== undefined).slice(0, 2).map((item) => <div key={item.pod} className={styles.fix}><h3>{nameOf(item.pod)}</h3><blockquote>{item.message}</blockquote></div>)}
    </aside>
  );
}

function Attempts({ attempts, current, onPick }: { readonly attempts: readonly Attempt[]; readonly current: Attempt; readonly onPick: (id: EntityId) => void }) {
  const say = useWords();
  return (
    <label className="soft">{say('sched.attempts')}{' '}
      <select value={current.id} onChange={(event) => onPick(event.target.value)}>
        {attempts.slice(0, 200).map((attempt) => <option key={attempt.id} value={attempt.id}>{nameOf(attempt.pod)} #{attempt.number}: {attempt.node ?? attempt.outcome}</option>)}
      </select>
    </label>
  );
}

/** Why a Pod is where it is, or nowhere: filters one by one, then scores. */
export function SchedulingView() {
  const say = useWords();
  const all = useWorld((world) => world.attempts);
  const selected = useView((view) => view.selected);
  const [chosen, setChosen] = useState<EntityId>();
  const attempts = useMemo(() => [...all.values()].sort((a, b) => b.atMs - a.atMs), [all]);
  const current = attempts.find((attempt) => attempt.id === chosen) ?? attempts.find((attempt) => attempt.pod === selected) ?? attempts[0];
  const pick = (pod: EntityId): void => { setChosen(attempts.find((attempt) => attempt.pod === pod)?.id); select(pod); };
  return (
    <div className={styles.view}>
      <Queue current={current?.pod} onPick={pick} />
      <section className={styles.sched}>
        {!current && <><h1>{say('sched.empty')}</h1><p className={styles.tell}>{say('sched.emptyTell')}</p></>}
        {current && (
          <>
            <div className={styles.head}>
              <div><h1 data-testid="headline">{headline(current, say)}</h1><p className={styles.tell}>{tell(current, say)}</p></div>
              <div className={styles.acts}><Attempts attempts={attempts} current={current} onPick={setChosen} /> <Button onClick={() => send({ type: 'rewind', atMs: current.atMs })}>{say('sched.replay')}</Button></div>
            </div>
            {current.message !== undefined && <p className={styles.words}>{current.message}</p>}
            <ol className={styles.rail} aria-label={say('sched.nodesLeft')}>
              {rail(current).map((step) => <li key={step.plugin} className={cx(step.fell > 0 && styles.cut)}><span className={styles.name} title={step.plugin}>{byWords(step.plugin)}</span><span className={styles.left}><b className="num">{step.left}</b>{step.fell > 0 && <em className="num">−{step.fell}</em>}</span></li>)}
            </ol>
            <Bars attempt={current} />
            <VerdictTable attempt={current} />
          </>
        )}
      </section>
    </div>
  );
}
