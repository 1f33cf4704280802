import { parseObjectId, type EntityId, type ObjectRow } from '../../../protocol/index.ts';
import { around, curve } from '../scene/geometry.ts';
import type { Route, Scene, SceneBox } from '../scene/scene.ts';

const size = { w: 210, h: 38, stepX: 260, stepY: 47 } as const;
/** Siblings of one kind beyond these are folded into a stack, except those that fail. */
const mostSiblings = 8;
/** Room for the view's words above the first row, and beside the first column. */
const top = 126;
const left = 24;

/** A stack of siblings that are not drawn one by one. */
export interface Stack { readonly id: string; readonly kind: string; readonly count: number }

/** Who made whom, from left to right. */
export interface OwnershipScene extends Scene { readonly stacks: ReadonlyMap<string, Stack>; readonly roots: number }

/** Kinds in the order a person thinks of them. */
const order = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicaSet', 'Service', 'Ingress', 'EndpointSlice', 'Endpoints', 'Pod'];
const rank = (kind: string): number => (order.includes(kind) ? order.indexOf(kind) : order.length);

/** A root with what it owns, in columns and rows of its own. */
interface Tree { readonly placed: readonly Placed[]; readonly columns: number; readonly rows: number }
interface Placed { readonly id: string; readonly column: number; readonly row: number; readonly owner: string | undefined }

/** Columns that stand side by side. */
const columns = 4;
/** Room between two trees, in rows. */
const between = 0.35;

/** Places objects as trees of ownership: a row each leaf, a tree where the least stands above it. */
export function layoutOwnership(objects: readonly ObjectRow[]): OwnershipScene {
  const { roots, children } = familiesOf(objects);
  const stacks = new Map<string, Stack>();
  const boxes: SceneBox[] = [];
  const routes: Route[] = [];
  const heights: number[] = Array.from({ length: columns }, () => 0);
  for (const root of roots) {
    const tree = treeOf(root, children, stacks);
    const column = lowestPlace(heights, tree.columns);
    const row = Math.max(...heights.slice(column, column + tree.columns));
    const at = new Map<string, SceneBox>();
    for (const one of tree.placed) at.set(one.id, { id: one.id, kind: 'object', x: left + (column + one.column) * size.stepX, y: top + (row + one.row) * size.stepY, w: size.w, h: size.h });
    boxes.push(...at.values());
    for (const { id, owner } of tree.placed) {
      const [from, to] = [owner === undefined ? undefined : at.get(owner), at.get(id)];
      if (from && to) routes.push(lineage(from, to));
    }
    for (let i = column; i < column + tree.columns; i++) heights[i] = row + tree.rows + between;
  }
  const content = around(boxes);
  return { boxes, routes, anchors: new Map(), aliases: new Map(), marks: [], cells: [], stacks, roots: roots.length, bounds: { x: 0, y: 0, w: Math.max(1000, content.x + content.w + left), h: Math.max(386, content.y + content.h + 26) }, centre: { x: left, y: content.y + content.h / 2 }, ring: undefined };
}

/** Who has no owner here, and who belongs to whom, in the order in which a person thinks of them. */
function familiesOf(objects: readonly ObjectRow[]): { readonly roots: readonly ObjectRow[]; readonly children: ReadonlyMap<EntityId, readonly ObjectRow[]> } {
  const known = new Set(objects.map(({ id }) => id));
  const children = new Map<EntityId, ObjectRow[]>();
  const roots: ObjectRow[] = [];
  for (const object of [...objects].sort((a, b) => rank(a.kind) - rank(b.kind) || a.id.localeCompare(b.id, 'en', { numeric: true }))) {
    const owner = object.owners.find((candidate) => known.has(candidate));
    const siblings = owner === undefined ? roots : children.get(owner) ?? [];
    siblings.push(object);
    if (owner !== undefined) children.set(owner, siblings);
  }
  return { roots, children };
}

function treeOf(root: ObjectRow, children: ReadonlyMap<EntityId, readonly ObjectRow[]>, stacks: Map<string, Stack>): Tree {
  const placed: Placed[] = [];
  let rows = 0;
  let deepest = 0;
  const place = (object: ObjectRow, column: number, owner: string | undefined, trail: ReadonlySet<EntityId>): number => {
    deepest = Math.max(deepest, column);
    const own = trail.has(object.id) ? [] : children.get(object.id) ?? [];
    const failing = own.filter((child) => child.health === 'bad');
    const shown = own.length <= mostSiblings ? own : [...failing, ...own.filter((child) => child.health !== 'bad')].slice(0, Math.max(mostSiblings, failing.length));
    const below = new Set([...trail, object.id]);
    const at = shown.map((child) => place(child, column + 1, object.id, below));
    if (own.length > shown.length) {
      const id = `stack:${object.id}`;
      stacks.set(id, { id, kind: own.at(-1)?.kind ?? '', count: own.length - shown.length });
      at.push(rows);
      placed.push({ id, column: column + 1, row: rows++, owner: object.id });
    }
    const row = at.length === 0 ? rows++ : ((at[0] ?? 0) + (at.at(-1) ?? 0)) / 2;
    placed.push({ id: object.id, column, row, owner });
    return row;
  };
  place(root, 0, undefined, new Set());
  return { placed, columns: deepest + 1, rows };
}

/** The first of so many columns side by side over which the least stands. */
function lowestPlace(heights: number[], wide: number): number {
  // A tree that is deeper than all columns makes more of them.
  while (heights.length < wide) heights.push(0);
  let best = 0;
  let least = Infinity;
  for (let column = 0; column + wide <= heights.length; column++) {
    const height = Math.max(...heights.slice(column, column + wide));
    if (height < least) [best, least] = [column, height];
  }
  return best;
}

/** The line from an owner to what it owns. */
function lineage(owner: SceneBox, owned: SceneBox): Route {
  const from = { x: owner.x + owner.w, y: owner.y + owner.h / 2 };
  const to = { x: owned.x, y: owned.y + owned.h / 2 };
  return { id: `owner:${owner.id}:${owned.id}`, from: owner.id, to: owned.id, kind: 'owner', path: curve(from, { x: from.x + 26, y: from.y }, { x: to.x - 26, y: to.y }, to) };
}

/** Whether an object belongs to the person, not to the system. */
export function isOwn(object: ObjectRow): boolean {
  const id = parseObjectId(object.id);
  if (!id || object.namespace.startsWith('kube-')) return false;
  return !['Node', 'Namespace', 'ServiceAccount', 'PriorityClass', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'FlowSchema', 'PriorityLevelConfiguration', 'APIService', 'CSINode', 'ControllerRevision', 'IPAddress', 'ServiceCIDR'].includes(object.kind)
    && object.name !== 'kube-root-ca.crt' && !(object.name === 'kubernetes' && ['Service', 'Endpoints', 'EndpointSlice'].includes(object.kind));
}
