// Which devices serve claims on a node: requests are served in their order, and the search goes back where it got stuck.
// Upstream: k8s.io/dynamic-resource-allocation structured Allocator

import { deepEqual, parseQuantity } from '../../base/index.ts';
import { deviceMatches, toleratesTaint } from '../../kinds/index.ts';
import type { AllocationResult, DeviceConstraint, DeviceSelector, SelectableNode } from '../../kinds/index.ts';
import { PluginError } from '../verdict.ts';
import { allocationOf } from './allocation-result.ts';
import type { Devices } from './devices.ts';
import { deviceId, poolsOn } from './pools.ts';
import type { OfferedDevice, Pool } from './pools.ts';
import { isShared, shareOf, SharesTaken } from './shares.ts';
import type { Share } from './shares.ts';
import { hasAdminAccess, wishesOf } from './wish.ts';
import type { Given, OpenClaim, Wish } from './wish.ts';

/** What each claim is given on the node, in their order; undefined when that does not work out. Throws PluginError. */
export function allocate(claims: readonly OpenClaim[], devices: Devices, node: SelectableNode): readonly AllocationResult[] | undefined {
  return new Search(claims, devices, node).run();
}

/** A request with its claim. */
interface Task {
  readonly claim: OpenClaim;
  readonly index: number;
  readonly alternatives: readonly Wish[];
}

class Search {
  private readonly claims: readonly OpenClaim[];
  private readonly devices: Devices;
  private readonly node: SelectableNode;
  private readonly pools: readonly Pool[];
  private readonly tasks: readonly Task[];
  private readonly taken = new Set<string>();
  private readonly shares = new SharesTaken();
  /** By claim. */
  private readonly given: readonly Given[][];
  private readonly matching = new Map<Wish, readonly OfferedDevice[]>();

  constructor(claims: readonly OpenClaim[], devices: Devices, node: SelectableNode) {
    this.claims = claims;
    this.devices = devices;
    this.node = node;
    this.pools = poolsOn(node, devices.slices());
    this.tasks = claims.flatMap((claim, index) => (claim.spec.devices.requests ?? []).map((request) => ({ claim, index, alternatives: wishesOf(request) })));
    this.given = claims.map(() => []);
    for (const allocation of devices.allocated()) {
      this.shares.note(allocation);
      for (const { driver, pool, device, adminAccess, shareID } of allocation.devices.results ?? []) {
        if (adminAccess !== true && shareID === undefined) this.taken.add(deviceId(driver, pool, device));
      }
    }
  }

  run(): readonly AllocationResult[] | undefined {
    if (!this.serve(0)) return undefined;
    return this.claims.map((claim, index) => allocationOf(claim, this.given[index] ?? [], this.devices, this.node));
  }

  /** Serves the requests from that one on. */
  private serve(at: number): boolean {
    const task = this.tasks[at];
    if (!task) return true;
    return task.alternatives.some((wish) => {
      const found = this.candidatesFor(task.claim, wish);
      if (wish.wanted.allocationMode === 'All') return found.length > 0 && this.giveAll(at, wish, found, 0);
      return this.giveSome(at, wish, found, 0, wish.wanted.count ?? 1);
    });
  }

  private giveSome(at: number, wish: Wish, found: readonly OfferedDevice[], from: number, missing: number): boolean {
    if (missing === 0) return this.serve(at + 1);
    for (let i = from; i <= found.length - missing; i++) {
      const device = found[i];
      if (device && this.give(at, wish, device, () => this.giveSome(at, wish, found, i + 1, missing - 1))) return true;
    }
    return false;
  }

  private giveAll(at: number, wish: Wish, found: readonly OfferedDevice[], from: number): boolean {
    const device = found[from];
    return device ? this.give(at, wish, device, () => this.giveAll(at, wish, found, from + 1)) : this.serve(at + 1);
  }

  /** Gives the device if that is possible, and takes it back when what comes then does not work out. */
  private give(at: number, wish: Wish, device: OfferedDevice, then: () => boolean): boolean {
    const task = this.tasks[at];
    const given = task && this.given[task.index];
    if (!given) return false;
    const isAdmin = hasAdminAccess(wish);
    const share = isAdmin || !isShared(device.device) ? undefined : shareOf(device.device, wish);
    if (!isAdmin && !this.isFree(device, share)) return false;
    if (!toleratesTaints(wish, device)) return false;
    const gift: Given = { wish, device, ...(share ? { share } : {}) };
    const next = [...given, gift];
    if (!(task.claim.spec.devices.constraints ?? []).every((constraint) => isKept(constraint, next))) return false;
    if (share) this.shares.take(device.id, share);
    else if (!isAdmin) this.taken.add(device.id);
    given.push(gift);
    if (then()) return true;
    given.pop();
    if (share) this.shares.giveBack(device.id);
    else if (!isAdmin) this.taken.delete(device.id);
    return false;
  }

  /** Whether nobody has the device, or such a share of it is left; what it takes of its pool's counters it takes once. */
  private isFree(offered: OfferedDevice, share: Share | undefined): boolean {
    if (this.taken.has(offered.id)) return false;
    if (!share) return this.hasCounters(offered);
    return this.shares.hasRoom(offered.id, offered.device, share) && (this.shares.has(offered.id) || this.hasCounters(offered));
  }

  /** The devices that match the wish, whoever has them. */
  private candidatesFor({ metadata }: OpenClaim, wish: Wish): readonly OfferedDevice[] {
    const known = this.matching.get(wish);
    if (known) return known;
    const { deviceClassName, selectors = [], allocationMode } = wish.wanted;
    const ofClass = this.devices.deviceClass(deviceClassName)?.spec.selectors ?? [];
    const found: OfferedDevice[] = [];
    for (const pool of this.pools) {
      if (pool.isComplete) {
        found.push(...pool.devices.filter((offered) => this.canServe(offered, wish) && fulfils(offered, ofClass, `class ${deviceClassName}`) && fulfils(offered, selectors, `claim ${metadata.name}`)));
      }
      else if (allocationMode === 'All') throw new PluginError(`claim ${metadata.namespace}/${metadata.name}, request ${wish.name}: asks for all devices, but resource pool ${pool.driver}/${pool.name} is currently being updated`);
    }
    this.matching.set(wish, found);
    return found;
  }

  /** Whether the device has the capacities that the wish wants; a shared one that has no room left is none of all. */
  private canServe({ id, device }: OfferedDevice, wish: Wish): boolean {
    const share = shareOf(device, wish);
    if (!share) return false;
    return wish.wanted.allocationMode !== 'All' || !isShared(device) || hasAdminAccess(wish) || this.shares.hasRoom(id, device, share);
  }

  /** Whether what the device takes of its pool's counters is left. */
  private hasCounters({ device, pool }: OfferedDevice): boolean {
    return (device.consumesCounters ?? []).every(({ counterSet, counters }) => {
      const offered = pool.counters.find(({ name }) => name === counterSet)?.counters;
      return Object.entries(counters).every(([name, { value }]) => {
        const all = offered?.[name]?.value;
        return all !== undefined && parseQuantity(all).nanos - this.consumed(pool, counterSet, name) >= parseQuantity(value).nanos;
      });
    });
  }

  private consumed(pool: Pool, counterSet: string, counter: string): bigint {
    let sum = 0n;
    for (const { id, device } of pool.devices) {
      if (!this.taken.has(id) && !this.shares.has(id)) continue;
      const value = device.consumesCounters?.find((one) => one.counterSet === counterSet)?.counters[counter]?.value;
      if (value !== undefined) sum += parseQuantity(value).nanos;
    }
    return sum;
  }
}

/** Whether a device is as the selectors of a class or of a request want it. */
function fulfils({ device, pool }: OfferedDevice, selectors: readonly DeviceSelector[], whose: string): boolean {
  return selectors.every(({ cel }, at) => {
    const answer = cel === undefined || deviceMatches(cel.expression, pool.driver, device);
    if (typeof answer === 'object') throw new PluginError(`${whose}: selector #${at}: CEL runtime error: ${answer.error}`);
    return answer;
  });
}

function toleratesTaints({ wanted: { tolerations } }: Wish, { device }: OfferedDevice): boolean {
  return (device.taints ?? []).every((taint) => taint.effect === 'None' || toleratesTaint(tolerations, taint));
}

/** Whether the devices that a constraint is about agree, or all differ, in its attribute. */
function isKept({ requests = [], matchAttribute, distinctAttribute }: DeviceConstraint, given: readonly Given[]): boolean {
  const concerned = given.filter(({ wish: { name } }) => requests.length === 0 || requests.includes(name) || requests.includes(name.split('/')[0] ?? ''));
  const values = concerned.map(({ device }) => attributeOf(device, matchAttribute ?? distinctAttribute ?? ''));
  if (values.includes(undefined)) return false;
  if (matchAttribute !== undefined) return values.every((value) => deepEqual(value, values[0]));
  return values.every((value, at) => values.findIndex((other) => deepEqual(value, other)) === at);
}

function attributeOf({ device: { attributes = {} }, slice: { spec: { driver } } }: OfferedDevice, name: string) {
  const [domain, short = ''] = name.split('/');
  return attributes[name] ?? (domain === driver ? attributes[short] : undefined);
}
