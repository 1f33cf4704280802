import { useRef } from 'react';
import type { ClientHistory, ClientOperation } from '../../../../protocol/index.ts';
import { cx } from '../../../design/index.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { momentText } from '../../../state/format.ts';
import { useCalm } from '../../../state/calm.ts';
import { useView } from '../../../state/view.ts';
import type { World } from '../../../state/world.ts';
import { useSize } from '../picture/use-size.ts';
import styles from './side.module.css';

/** Operations that are drawn: the newest. */
const mostShown = 12;
const row = 22;
const left = 76;
const right = 132;
const shortest = 10;

const nowOf = (world: World): number => world.clock?.nowMs ?? 0;

interface ChartRoom { readonly fromMs: number; readonly toMs: number; readonly width: number; readonly scale: number }

function Bar({ operation, room: { fromMs, toMs, width, scale }, isOffending }: { readonly operation: ClientOperation; readonly room: ChartRoom; readonly isOffending: boolean }) {
  const say = useWords();
  const at = (ms: number): number => (left * scale) + ((ms - fromMs) / Math.max(1, toMs - fromMs)) * Math.max(1, width - (left + right) * scale);
  const x = at(operation.fromMs);
  const w = Math.max(shortest * scale, at(operation.toMs ?? toMs) - x);
  const what = say(operation.action === 'write' ? 'client.writes' : 'client.reads', { value: operation.value ?? '…' });
  return (
    <g className={styles[operation.state]}>
      <text x={0} y={4 * scale} className="t1 soft">{operation.member}</text>
      <rect x={x} y={-6 * scale} width={w} height={12 * scale} rx="2" />
      {operation.state === 'unknown' && <path d={`M${x + w}-${6 * scale}v${12 * scale}`} className={styles.openEnd} />}
      {isOffending && <rect x={x - 3} y={-9 * scale} width={w + 6} height={18 * scale} rx="4" className={styles.offending} />}
      <text x={x + w + 7 * scale} y={4 * scale} className={cx('t1 mono', isOffending ? styles.bad : 'strong')}>{what}<tspan dx="6" className="soft">{say(`client.${operation.state}`)}</tspan></text>
      <title>{`${operation.member}: ${what}, ${say(`client.${operation.state}`)}, ${momentText(operation.fromMs)}${operation.toMs === undefined ? '' : ` – ${momentText(operation.toMs)}`}${operation.error === undefined ? '' : `: ${operation.error}`}`}</title>
    </g>
  );
}

/** A client's operations over time: each from its asking to its answer. */
export function ClientChart({ client }: { readonly client: ClientHistory }) {
  const say = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const scale = useView((view) => view.presenter) ? 1.5 : 1;
  const nowMs = useCalm(nowOf);
  const shown = client.operations.slice(-mostShown);
  const ends = shown.map(({ toMs, state }) => toMs ?? (state === 'pending' ? nowMs : undefined)).filter((ms) => ms !== undefined);
  const room: ChartRoom = { fromMs: shown[0]?.fromMs ?? 0, toMs: Math.max((shown[0]?.fromMs ?? 0) + 1, ...shown.map(({ fromMs }) => fromMs), ...ends), width, scale };
  const height = shown.length * row * scale + 8;
  return (
    <div ref={frame}>
      <svg width={width} height={height} role="img" aria-label={say('client.chart', { count: client.operations.length })} data-testid="client-chart">
        {shown.map((operation, i) => <g key={operation.id} transform={`translate(0 ${(14 + i * row) * scale})`}><Bar operation={operation} room={room} isOffending={client.offending.includes(operation.id)} /></g>)}
      </svg>
    </div>
  );
}
