import { nodeStatus } from '../nodes/worker.tsx';
import { paintLabel } from './paint.ts';
import { token } from './palette.ts';
import type { StandingInput } from './standing.ts';

/** Cells narrower than this have no outline, and do not tell whether there are Pods. */
const outlinedCell = 8;

/** A rectangle around a cell that is out of the ordinary. */
interface Outline { readonly colour: string; readonly dash: readonly number[]; readonly width: number; readonly x: number; readonly y: number; readonly w: number; readonly h: number }

/** Draws the nodes of the far zoom: each filled from below as far as its processors are asked for. */
export function drawCells(context: CanvasRenderingContext2D, { scene, world, transform: [left, top, zoom], selected }: StandingInput): void {
  const outlines: Outline[] = [];
  for (const cell of scene.cells) {
    const [x, y, w, h] = [cell.x * zoom + left, cell.y * zoom + top, cell.w * zoom, cell.h * zoom];
    const node = world.nodes.get(`object/Node//${cell.node}`);
    const share = node && node.cpu.allocatable > 0 ? Math.min(1, node.cpu.requested / node.cpu.allocatable) : 0;
    context.fillStyle = token(w < outlinedCell ? '--line-faint' : '--surface-machine');
    context.fillRect(x, y, w, h);
    context.fillStyle = token('--line-engraved');
    context.fillRect(x, y + h * (1 - share), w, h * share);
    if (w >= outlinedCell) {
      context.strokeStyle = token('--line');
      context.setLineDash([]);
      context.lineWidth = 1;
      context.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(w) - 1, Math.round(h) - 1);
      if (node && node.pods.requested > 0) {
        context.fillStyle = token('--phase-running');
        context.fillRect(x + w / 2 - 1.5, y + h / 2 - 1.5, 3, 3);
      }
    }
    if (node && nodeStatus(node) !== 'Ready') outlines.push({ colour: token('--bad'), dash: [2, 2], width: 1, x: x - 0.5, y: y - 0.5, w: w + 1, h: h + 1 });
    if (selected === node?.id) outlines.push({ colour: token('--brass-line'), dash: [], width: 2, x: x - 2, y: y - 2, w: w + 4, h: h + 4 });
  }
  for (const { caption, x, y } of scene.cells) {
    if (caption !== undefined) paintLabel(context, caption, { x: x * zoom + left, y: y * zoom + top - 9, colour: token('--text-soft'), align: 'left', font: '500 11px Inter, sans-serif' });
  }
  // Over all the cells, so that no neighbour covers them.
  for (const { colour, dash, width, x, y, w, h } of outlines) {
    context.strokeStyle = colour;
    context.setLineDash([...dash]);
    context.lineWidth = width;
    context.strokeRect(x, y, w, h);
  }
}
