import type { ReactNode } from 'react';
import type { EntityId } from '../../../protocol/index.ts';
import { Glyph, type GlyphName } from '../../design/index.ts';
import { healthGlyph } from '../../graph/nodes/objects.tsx';
import { nodeStatus } from '../../graph/nodes/worker.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { useWorld } from '../../state/store.ts';
import styles from './inspector.module.css';

function Chip({ glyph, children }: { readonly glyph?: GlyphName | undefined; readonly children: ReactNode }) {
  return <span className={styles.chip} data-testid="state-chip">{glyph && <Glyph name={glyph} />}{children}</span>;
}

/** How a thing is now, in a word beside a shape: a Pod's phase, a node's readiness, a member's role, a machine's power. */
export function StateChip({ id }: { readonly id: EntityId }) {
  const say = useWords();
  const pod = useWorld((world) => world.pods.get(id));
  const node = useWorld((world) => world.nodes.get(id));
  const member = useWorld((world) => world.members.get(id));
  const component = useWorld((world) => world.components.get(id));
  const machine = useWorld((world) => world.machines.get(id));
  const object = useWorld((world) => world.objects.get(id));
  if (pod) return <Chip glyph={`phase.${pod.phase}`}>{pod.status}</Chip>;
  if (node) return <Chip glyph={node.ready === 'True' && node.pressures.length === 0 ? 'phase.ready' : 'phase.failed'}>{[nodeStatus(node), ...node.pressures].join(', ')}</Chip>;
  if (member) return <Chip glyph={`role.${member.role}`}>{say(`role.${member.role}`)}, T{member.term}</Chip>;
  if (component) return <Chip glyph={component.running ? 'phase.ready' : 'phase.failed'}>{say(component.running ? 'map.running' : 'map.stopped')}</Chip>;
  if (machine) return <Chip glyph={machine.power === 'on' ? 'phase.ready' : 'phase.failed'}>{say(`map.${machine.power}`)}</Chip>;
  if (!object || object.status === '') return null;
  const phase = healthGlyph[object.health];
  return <Chip glyph={phase && `phase.${phase}`}>{object.status}</Chip>;
}
