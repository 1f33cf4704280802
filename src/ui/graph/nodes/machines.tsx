import type { Machine } from '../../../protocol/index.ts';
import { cx } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useWorld } from '../../state/store.ts';
import { reacts, useDimmed, useSelected } from './interact.ts';
import type { SceneBox } from '../scene/scene.ts';
import { fonts } from '../text/text.ts';
import { useClip, useTextSize } from '../text/text-size.ts';

/** The brass ring about a selected box, 3 px outside its shape. */
export function SelectionRing({ w, h, radius = 8 }: { readonly w: number; readonly h: number; readonly radius?: number }) {
  return <rect className="ring-sel" x="-3" y="-3" width={w + 6} height={h + 6} rx={radius + 3} />;
}

/** Class of a machine's drawing, by its power. */
export function machineClass(machine: Machine | undefined): string {
  return cx('machine', machine?.power === 'off' && 'off', machine?.power === 'frozen' && 'off');
}

/** The person's workstation, with the command that runs. */
export function WorkstationNode({ box }: { readonly box: SceneBox }) {
  const machine = useWorld((world) => world.machines.get(box.id));
  const selected = useSelected(box.id);
  const dimmed = useDimmed('workstation');
  const size = useTextSize();
  const clip = useClip();
  if (!machine) return null;
  const command = machine.lastCommand ?? 'kubectl get nodes';
  const words = command.split(' ');
  const first = clip(`$ ${words[0] ?? ''}`, 82, fonts.mono);
  const second = clip(words.slice(1).join(' '), 66, fonts.mono);
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className={cx(machineClass(machine), dimmed && 'dim')} {...reacts(box.id, `${machine.name}: ${command}`)}>
        <rect className="box" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="8" />
        <text x="12" y="21" className="t3 strong w6">{machine.name}</text>
        <rect x="10" y="32" width="96" height="46" rx="3" className="screen" />
        <text x="17" y="50" className="t1 mono soft">{first}</text>
        <text x="17" y="66" className="t1 mono soft">{second}</text>
        <rect x={17 + second.length * 6.6 * size + 4} y="57" width="6" height="11" fill="var(--line-strong)" />
        <circle className="port" cx="116" cy="44" r="3.5" />
        {selected && <SelectionRing w={box.w} h={box.h} />}
      </g>
    </svg>
  );
}

/** A machine that is only a name: the client on the internet, the registry, a load balancer. */
export function PlainNode({ box }: { readonly box: SceneBox }) {
  const say = useWords();
  const machine = useWorld((world) => world.machines.get(box.id));
  const selected = useSelected(box.id);
  const dimmed = useDimmed(machine?.name ?? '');
  const clip = useClip();
  if (!machine) return null;
  const middle = box.w / 2;
  const caption = machine.power === 'off' ? say('map.off') : machine.role === 'client' ? say('map.internet') : machine.role === 'registry' ? say('map.images') : machine.address ?? '';
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className={cx(machineClass(machine), dimmed && 'dim')} {...reacts(box.id, machine.name)}>
        <rect className="box" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="8" />
        <text x={middle} y={box.h / 2 - 4} textAnchor="middle" className="t3 strong w6">{clip(machine.name, box.w - 12, fonts.machine)}</text>
        <text x={middle} y={box.h / 2 + 13} textAnchor="middle" className="t1 soft">{caption}</text>
        {selected && <SelectionRing w={box.w} h={box.h} />}
      </g>
    </svg>
  );
}
