import { parseObjectId, type EntityId, type ObjectRow } from '../../protocol/index.ts';
import { around, curve } from './geometry.ts';
import type { Route, Scene, SceneBox } from './scene.ts';

const size = { w: 196, h: 34, stepX: 252, stepY: 42 } as const;
/** Siblings of one kind beyond these are folded into a stack, except those that fail. */
const mostSiblings = 8;
/** Room for the view's words above the first row. */
const top = 126;

/** A stack of siblings that are not drawn one by one. */
export interface Stack { readonly id: string; readonly kind: string; readonly count: number }

/** Who made whom, from left to right. */
export interface OwnershipScene extends Scene { readonly stacks: ReadonlyMap<string, Stack>; readonly roots: number }

/** Kinds in the order a person thinks of them. */
const order = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicaSet', 'Service', 'Ingress', 'EndpointSlice', 'Endpoints', 'Pod'];
const rank = (kind: string): number => (order.includes(kind) ? order.indexOf(kind) : order.length);

/** Places objects as trees of ownership; a row each leaf. */
export function layoutOwnership(objects: readonly ObjectRow[]): OwnershipScene {
  const known = new Map(objects.map((object) => [object.id, object]));
  const children = new Map<EntityId, ObjectRow[]>();
  const roots: ObjectRow[] = [];
  for (const object of [...objects].sort((a, b) => rank(a.kind) - rank(b.kind) || a.id.localeCompare(b.id, 'en', { numeric: true }))) {
    const owner = object.owners.find((candidate) => known.has(candidate));
    if (owner === undefined) roots.push(object);
    else children.set(owner, [...(children.get(owner) ?? []), object]);
  }
  const boxes: SceneBox[] = [];
  const routes: Route[] = [];
  const stacks = new Map<string, Stack>();
  let row = 0;
  const place = (object: ObjectRow, depth: number, trail: ReadonlySet<EntityId>): number => {
    const own = trail.has(object.id) ? [] : children.get(object.id) ?? [];
    const shown = own.length <= mostSiblings ? own : [...own.filter((child) => child.health === 'bad'), ...own.filter((child) => child.health !== 'bad')].slice(0, Math.max(mostSiblings, own.filter((child) => child.health === 'bad').length));
    const below = new Set([...trail, object.id]);
    const ys = shown.map((child) => ({ id: child.id, y: place(child, depth + 1, below) }));
    if (own.length > shown.length) {
      const id = `stack:${object.id}`;
      stacks.set(id, { id, kind: own.at(-1)?.kind ?? '', count: own.length - shown.length });
      const y = row++ * size.stepY;
      boxes.push({ id, kind: 'object', x: 40 + (depth + 1) * size.stepX, y: y + top, w: size.w, h: size.h });
      ys.push({ id, y });
    }
    const first = ys[0];
    const last = ys.at(-1);
    const y = first && last ? (first.y + last.y) / 2 : row++ * size.stepY;
    boxes.push({ id: object.id, kind: 'object', x: 40 + depth * size.stepX, y: y + top, w: size.w, h: size.h });
    const from = { x: 40 + depth * size.stepX + size.w, y: y + top + size.h / 2 };
    for (const child of ys) {
      const to = { x: 40 + (depth + 1) * size.stepX, y: child.y + top + size.h / 2 };
      routes.push({ id: `owner:${object.id}:${child.id}`, from: object.id, to: child.id, kind: 'owner', path: curve(from, { x: from.x + 26, y: from.y }, { x: to.x - 26, y: to.y }, to) });
    }
    return y;
  };
  let kind = '';
  for (const root of roots) {
    if (kind !== '' && kind !== root.kind) row += 0.4;
    kind = root.kind;
    place(root, 0, new Set());
  }
  const content = around(boxes);
  return { boxes, routes, anchors: new Map(), aliases: new Map(), marks: [], cells: [], stacks, roots: roots.length, bounds: { x: 0, y: 0, w: Math.max(1000, content.x + content.w + 40), h: Math.max(386, content.y + content.h + 26) }, centre: { x: 40, y: content.y + content.h / 2 }, ring: undefined };
}

/** Whether an object belongs to the person, not to the system. */
export function isOwn(object: ObjectRow): boolean {
  const id = parseObjectId(object.id);
  if (!id || object.namespace.startsWith('kube-')) return false;
  return !['Node', 'Namespace', 'ServiceAccount', 'PriorityClass', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'FlowSchema', 'PriorityLevelConfiguration', 'APIService', 'CSINode', 'ControllerRevision', 'IPAddress', 'ServiceCIDR'].includes(object.kind)
    && object.name !== 'kube-root-ca.crt' && !(object.name === 'kubernetes' && ['Service', 'Endpoints', 'EndpointSlice'].includes(object.kind));
}
