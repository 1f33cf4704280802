import type { EntityId } from '../../../protocol/index.ts';
import { along, joined, polyline, reversed, type Box, type Path, type Point } from './geometry.ts';

/** What a box is; each has a component that draws it. */
export type BoxKind =
  | 'workstation' | 'controlPlane' | 'etcd' | 'worker' | 'card' | 'fence' | 'service' | 'client' | 'outside' | 'object' | 'podTile' | 'apiserver';

/** A box of the scene. */
export interface SceneBox extends Box {
  readonly id: string;
  readonly kind: BoxKind;
}

/** A way between two ends. `wire`: drawn; `faint`: drawn as a hint; `link`: Service to endpoint; `owner`: ownership; `along`: over lines that are drawn for others too; `way`: travelled, but not drawn. */
export interface Route {
  readonly id: string;
  readonly from: EntityId;
  readonly to: EntityId;
  readonly kind: 'wire' | 'faint' | 'link' | 'owner' | 'along' | 'way';
  readonly path: Path;
  readonly about?: EntityId;
}

/** A mark of a Pod that the canvas draws. */
export interface Mark extends Point { readonly id: EntityId; readonly size: number }

/** A node of the far zoom. */
export interface Cell extends Box {
  readonly id: EntityId;
  readonly node: string;
  /** What the group is called that begins with it, written above it. */
  readonly caption?: string;
}

/** One picture of the world, before anything is drawn: where everything stands and how it is joined. Pure data. */
export interface Scene {
  readonly boxes: readonly SceneBox[];
  readonly routes: readonly Route[];
  /** Where a message to or from an end may be drawn when no route is known. */
  readonly anchors: ReadonlyMap<EntityId, Point>;
  /** Ends that stand for others: a kubelet is its machine, a folded Pod its node. */
  readonly aliases: ReadonlyMap<EntityId, EntityId>;
  /** Ends that stand in the box of another, over whose way they are reached: a Pod in its node's. */
  readonly within?: ReadonlyMap<EntityId, EntityId>;
  readonly marks: readonly Mark[];
  readonly cells: readonly Cell[];
  readonly bounds: Box;
  /** Centre of the rings of the ground. */
  readonly centre: Point;
  /** The middle of the Raft ring, from which labels turn away. */
  readonly ring: Point | undefined;
}

const between = (from: EntityId, to: EntityId): string => `${from}>${to}`;

/** The way of a message, and whether a line on the map shows it. */
export interface Way { readonly path: Path; readonly isDrawn: boolean }

/** The routes of a scene by their ends, and the ways that were asked for so far. */
interface Ways { readonly routes: ReadonlyMap<string, Route>; readonly asked: Map<string, Way | undefined> }
const waysOf = new WeakMap<Scene, Ways>();

function waysIn(scene: Scene): Ways {
  const known = waysOf.get(scene);
  if (known) return known;
  const ways: Ways = { routes: new Map(scene.routes.map((route) => [between(route.from, route.to), route])), asked: new Map() };
  waysOf.set(scene, ways);
  return ways;
}

/** The way that a route of the scene makes from one end to the other, perhaps against its own direction. */
function routed({ routes }: Ways, from: EntityId, to: EntityId): Way | undefined {
  const there = routes.get(between(from, to));
  if (there) return { path: there.path, isDrawn: there.kind !== 'way' };
  const back = routes.get(between(to, from));
  return back && { path: reversed(back.path), isDrawn: back.kind !== 'way' };
}

/** The way from one end to another: a route of the scene, else a straight line; undefined when an end is not on the map. */
export function wayBetween(scene: Scene, from: EntityId, to: EntityId): Way | undefined {
  const ways = waysIn(scene);
  const key = between(from, to);
  if (ways.asked.has(key)) return ways.asked.get(key);
  const way = routed(ways, from, to) ?? aliasedWay(scene, from, to);
  ways.asked.set(key, way);
  return way;
}

/** The path of that way. */
export const pathBetween = (scene: Scene, from: EntityId, to: EntityId): Path | undefined => wayBetween(scene, from, to)?.path;

function aliasedWay(scene: Scene, from: EntityId, to: EntityId): Way | undefined {
  const a = scene.aliases.get(from) ?? from;
  const b = scene.aliases.get(to) ?? to;
  const start = scene.anchors.get(a);
  const end = scene.anchors.get(b);
  return routed(waysIn(scene), a, b) ?? wayInto(scene, a, b, end) ?? againstItself(wayInto(scene, b, a, start)) ?? (start && end && a !== b ? { path: polyline([start, end]), isDrawn: false } : undefined);
}

/** The way to what stands in a box: to the box first, where a way leads there. */
function wayInto(scene: Scene, from: EntityId, to: EntityId, end: Point | undefined): Way | undefined {
  const box = scene.within?.get(to);
  const way = box === undefined || box === from ? undefined : routed(waysIn(scene), from, box);
  const door = way?.path.points.at(-1);
  return way && door && end && { path: joined(way.path, polyline([door, end])), isDrawn: false };
}

const againstItself = (way: Way | undefined): Way | undefined => way && { ...way, path: reversed(way.path) };

/** Where a message is at a moment: a function of time and nothing else. */
export function placeAt(path: Path, message: { readonly sentMs: number; readonly arrivesMs: number; readonly heldMs?: number }, nowMs: number): ReturnType<typeof along> {
  const at = message.heldMs ?? nowMs;
  const span = message.arrivesMs - message.sentMs;
  return along(path, span <= 0 ? 1 : (at - message.sentMs) / span);
}
