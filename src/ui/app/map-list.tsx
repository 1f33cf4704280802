import { useRef, type KeyboardEvent } from 'react';
import { shortName, type EntityId } from '../../protocol/index.ts';
import { Glyph } from '../design/index.ts';
import { useWords } from '../i18n/use-words.ts';
import { openMenu } from '../graph/nodes/interact.ts';
import { glyphOf } from '../graph/canvas/messages.ts';
import { nodeStatus } from '../graph/nodes/worker.tsx';
import { select } from '../state/link.ts';
import { podsOnNode, sortedMembers, waitingPods } from '../state/queries.ts';
import { useCalm } from '../state/calm.ts';
import type { World } from '../state/world.ts';
import { useView } from '../state/view.ts';
import styles from './floating.module.css';

function Item({ id, name, note, glyph, level = 1 }: { readonly level?: number; readonly id: EntityId; readonly name: string; readonly note: string; readonly glyph?: Parameters<typeof Glyph>[0]['name'] | undefined }) {
  const selected = useView((view) => view.selected === id);
  return (
    <button type="button" role="treeitem" aria-level={level} aria-selected={selected} data-list-id={id} onClick={() => select(id)} onContextMenu={(event) => { event.preventDefault(); openMenu(id, event.clientX, event.clientY); }}>
      {glyph && <Glyph name={glyph} />}<span>{name}</span><span className={styles.note}>{note}</span>
    </button>
  );
}

const whole = (world: World): World => world;

/** Everything on the map as a text tree: machine, process or Pod, message. */
export function MapList() {
  const say = useWords();
  const world = useCalm(whole);
  const root = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    const focused = document.activeElement;
    if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && focused instanceof HTMLElement && focused.dataset['listId'] !== undefined) {
      event.preventDefault();
      const box = focused.getBoundingClientRect();
      openMenu(focused.dataset['listId'], box.left + 20, box.bottom);
    }
    if (step === undefined) return;
    event.preventDefault();
    const items = [...(root.current?.querySelectorAll('button') ?? [])];
    items[Math.max(0, Math.min(items.length - 1, items.findIndex((item) => item === focused) + step))]?.focus();
  };
  const waiting = waitingPods(world.pods);
  return (
    <div ref={root} className={styles.list} role="tree" tabIndex={-1} data-autofocus aria-label={say('list.title')} onKeyDown={walk} data-testid="map-list">
      <p className="soft">{say('list.tell')}</p>
      <ul role="group">
        {[...world.machines.values()].map((machine) => {
          const node = world.nodes.get(`object/Node//${machine.name}`);
          const member = sortedMembers(world.members).find((candidate) => candidate.machine === machine.id);
          const notes = [machine.power === 'on' ? '' : say(machine.power === 'off' ? 'map.off' : 'map.frozen'), node ? nodeStatus(node) : '', member ? `${say(`role.${member.role}`)}, T${member.term}` : ''].filter(Boolean).join(', ');
          return (
            <li key={machine.id} role="none">
              <Item id={node?.id ?? member?.id ?? machine.id} name={machine.name} note={notes} glyph={member ? `role.${member.role}` : undefined} />
              <ul role="group">
                {[...world.components.values()].filter((component) => component.machine === machine.id && component.kind !== 'etcd').map((component) => <li key={component.id} role="none"><Item level={2} id={component.id} name={component.name} note={component.running ? '' : say('map.stopped')} /></li>)}
                {podsOnNode(world, machine.name).slice(0, 60).map((pod) => <li key={pod.id} role="none"><Item level={2} id={pod.id} name={pod.name} note={pod.status} glyph={`phase.${pod.phase}`} /></li>)}
              </ul>
            </li>
          );
        })}
      </ul>
      {waiting.length > 0 && <><h3 aria-hidden="true">{say('map.waiting')}</h3><ul role="group" aria-label={say('map.waiting')}>{waiting.slice(0, 60).map((pod) => <li key={pod.id} role="none"><Item id={pod.id} name={pod.name} note={pod.status} glyph={`phase.${pod.phase}`} /></li>)}</ul></>}
      <h3 aria-hidden="true">{say('list.underWay')}</h3>
      <ul role="group" aria-label={say('list.underWay')}>{[...world.messages.values()].slice(0, 40).map((message) => <li key={message.id} role="none"><Item id={message.id} name={`${shortName(message.from)} → ${shortName(message.to)}`} note={message.label} glyph={glyphOf(message.kind)} /></li>)}</ul>
    </div>
  );
}
