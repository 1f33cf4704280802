import { machineSandbox } from '../cluster/index.ts';
import type { World } from '../cluster/index.ts';
import type { Sandbox } from '../machine/index.ts';
import { entityType, machineOf, parseObjectId } from '../protocol/index.ts';
import type { EntityId, FrameDiff, TerminalOutput, TerminalTab } from '../protocol/index.ts';
import { Collection } from './collection.ts';
import { openSession } from './later.ts';
import type { TerminalSession } from './terminal/terminal-session.ts';
import { BadCommandError } from './worker-faults.ts';

/** The terminal that scenes type into. */
export const mainTab = 'workstation';

/** A tab that is to be opened, on a machine or in a Pod. */
export interface Opening {
  readonly tab: string;
  readonly machine: EntityId;
  readonly container?: string;
  readonly columns: number;
  readonly rows: number;
}

/** Tabs that may be open at once. */
const tabsMost = 32;

/** The terminals of one world, by the tabs' names. */
export class Terminals {
  readonly tabs = new Collection<TerminalTab>();
  private readonly world: World;
  private readonly sessions = new Map<string, TerminalSession>();
  private readonly sandboxes = new Map<string, Sandbox>();
  private readonly restarted = new Set<string>();
  private isReset = false;

  constructor(world: World) {
    this.world = world;
  }

  has(tab: string): boolean {
    return this.sessions.has(tab);
  }

  /** Opens a tab; nothing when it is open. A Pod's shell is one that kubectl opens from the workstation. Throws BadCommandError. */
  open({ tab, machine: host, container, columns, rows }: Opening): void {
    if (this.sessions.has(tab)) return;
    if (this.sessions.size >= tabsMost) throw new BadCommandError(`there are ${tabsMost} terminals already; close one first`);
    const pod = parseObjectId(host);
    if (entityType(host) === 'object' && pod?.kind !== 'Pod') throw new BadCommandError(`a terminal opens on a machine or a Pod, not on ${host}`);
    const name = pod ? 'workstation' : machineOf(host);
    if (name === undefined || !this.world.machines.has(name)) throw new BadCommandError(`there is no machine ${JSON.stringify(host)} to open a terminal on`);
    this.restarted.add(tab);
    this.sessions.set(tab, this.sessionOn(name, pod?.name ?? name, { columns, rows }));
    this.note(tab);
    if (pod) this.input(tab, `kubectl exec -it ${pod.name} -n ${pod.namespace}${container === undefined ? '' : ` -c ${container}`} -- sh\r`);
  }

  /** Keys that a person pressed. Where the shell has ended, Enter begins another. */
  input(tab: string, data: string): void {
    const session = this.sessions.get(tab);
    if (session?.isOver && data.includes('\r')) this.reopen(tab, session);
    else session?.type(data);
    this.note(tab);
  }

  /** A command that the page had run on the workstation stands in its terminal too, once that is at its prompt. */
  relate(command: string, output: string): void {
    this.sessions.get(mainTab)?.relate(command, { cwd: this.world.workstation.home, output });
  }

  resize(tab: string, columns: number, rows: number): void {
    this.sessions.get(tab)?.resize(columns, rows);
  }

  close(tab: string): void {
    this.sessions.get(tab)?.close();
    this.sessions.delete(tab);
    this.tabs.delete(tab);
  }

  /** Closes all tabs. */
  closeAll(): void {
    for (const tab of [...this.sessions.keys()]) this.close(tab);
  }

  /** Every screen comes whole in the next frame. */
  reset(): void {
    this.isReset = true;
    this.tabs.markAll();
  }

  /** Every tab and its whole screen, as a page that has none needs them. */
  picture(): Pick<FrameDiff, 'terminals' | 'output'> {
    const tabs = this.tabs.all();
    if (!tabs) return {};
    return { terminals: tabs, output: [...this.sessions].map(([tab, session]) => ({ tab, data: session.wholeScreen, clear: true })) };
  }

  /** What was written since the last frame. */
  takeOutput(): readonly TerminalOutput[] {
    const output: TerminalOutput[] = [];
    for (const [tab, session] of this.sessions) {
      this.note(tab);
      const fresh = session.takeOutput();
      const isWhole = this.isReset || this.restarted.has(tab);
      if (isWhole) output.push({ tab, data: session.wholeScreen, clear: true });
      else if (fresh !== '') output.push({ tab, data: fresh });
    }
    this.isReset = false;
    this.restarted.clear();
    return output;
  }

  private reopen(tab: string, { machine, title, size }: TerminalSession): void {
    if (!this.world.machines.get(machine)?.isOn) return;
    this.restarted.add(tab);
    this.sessions.set(tab, this.sessionOn(machine, title, size));
  }

  private note(tab: string): void {
    const session = this.sessions.get(tab);
    if (session) this.tabs.set({ id: tab, title: session.title, busy: session.isBusy, ended: session.isOver });
  }

  private sessionOn(machine: string, title: string, size: { readonly columns: number; readonly rows: number }): TerminalSession {
    const { workstation } = this.world;
    return openSession({
      title,
      machine,
      world: this.world,
      sandbox: this.sandboxOf(machine),
      env: workstation.environment,
      cwd: workstation.home,
      ...size,
      onCommand: (line) => {
        if (machine === 'workstation') workstation.lastCommand = line;
      },
    });
  }

  private sandboxOf(name: string): Sandbox {
    const { world } = this;
    if (name === 'workstation') return world.workstation.sandbox;
    const known = this.sandboxes.get(name);
    if (known) return known;
    const machine = world.machine(name);
    machine.disk.makeDirectory(world.workstation.home, { parents: true });
    const sandbox = machineSandbox(machine, machine.disk, (program) => world.programOf(name, program));
    this.sandboxes.set(name, sandbox);
    return sandbox;
  }
}
