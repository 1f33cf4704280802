import '../../../cluster/provide.ts';
import { createWorld, environmentPath, environmentText, machineSandbox, parseSpan, readTopology } from '../../../cluster/index.ts';
import type { Component, World } from '../../../cluster/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { Capture, emptyInput } from '../../../machine/index.ts';
import { openShell } from '../../../programs/index.ts';
import type { ShellSession } from '../../../programs/index.ts';
import type { Difference, Outcome } from '../play.ts';
import type { Step, Transcript } from '../transcript.ts';
import { RecordedNames } from './names.ts';
import { normaliseEtcd } from './normalise.ts';

/** How long one command may take, and how long and how often a wait looks. */
const commandLimitMs = 90_000;
const waitLimitMs = 30_000;
const waitStepMs = 300;

/** Plays a recording of etcdctl against a group of three members, typed on the machine of the first, which leads. */
export function playEtcd(transcript: Transcript, seed: number): Outcome {
  const stage = new EtcdStage(transcript, seed);
  const differences: Difference[] = [];
  for (const step of transcript.steps) {
    const difference = stage.play(step);
    if (difference) differences.push(difference);
  }
  return { title: transcript.title, commands: transcript.steps.filter(({ type }) => type === 'run' || type === 'until').length, differences };
}

class EtcdStage {
  private readonly world: World;
  private readonly names: RecordedNames;
  private readonly shell: ShellSession;
  private readonly keepsLogs: boolean;

  constructor({ steps, files }: Transcript, seed: number) {
    const verbs = steps.flatMap((step) => (step.type === 'do' ? [step.verb] : []));
    this.keepsLogs = verbs.includes('logs');
    this.world = createWorld({ topology: readTopology({ controlPlanes: 0, etcd: { members: 3, ...flagsOf(verbs) } }), seed });
    this.world.run({ untilMs: waitLimitMs, condition: () => this.world.isReady });
    this.leadByFirst();
    this.world.run({ untilMs: this.world.kernel.nowMs + waitLimitMs, condition: () => this.haveMet() });
    this.names = new RecordedNames(this.world);
    const machine = this.world.machine('etcd-1');
    machine.disk.makeDirectory('/root/work', { parents: true });
    for (const [name, text] of Object.entries(files)) machine.disk.write(`/root/work/${name}`, text);
    const env = new Map([['PATH', '/usr/local/bin:/usr/bin:/bin'], ['HOME', '/root'], ['ALL', this.names.allEndpoints], ['LC_ALL', 'C.UTF-8']]);
    this.shell = openShell(machineSandbox(machine, machine.disk, (name) => this.world.programOf('etcd-1', name)), { env, cwd: '/root/work' });
  }

  play(step: Step): Difference | undefined {
    switch (step.type) {
      case 'pass':
        this.world.pass(parseSpan(step.span) ?? 0);
        return undefined;
      case 'do':
        return this.act(step.verb);
      case 'until':
        return this.until(step.command, step.matches);
      case 'run': {
        const { output, status } = this.run(step.command);
        const actual = linesOf(output, status);
        const expected = withoutTail(step.expected);
        return actual.join('\n') === expected.join('\n') ? undefined : { command: step.command, expected, actual };
      }
    }
  }

  private until(command: string, matches: string): Difference | undefined {
    const { kernel } = this.world;
    const pattern = new RegExp(matches);
    const deadlineMs = kernel.nowMs + waitLimitMs;
    for (;;) {
      const { output } = this.run(command);
      if (pattern.test(output)) return undefined;
      if (kernel.nowMs >= deadlineMs) return { command: `${command} ~ ${matches}`, expected: ['(matches within 30s)'], actual: output.split('\n') };
      this.world.pass(waitStepMs);
    }
  }

  /** What a recording does to members beside typing: stops them as by SIGKILL, starts them, also new ones, waits for all that run. */
  private act(verb: string): Difference | undefined {
    const [what, whom = ''] = verb.split(' ');
    if (what === 'kill') this.member(whom).stop();
    else if (what === 'start') for (const member of whom === 'all' ? this.world.etcd.map(({ name }) => this.member(name)) : [this.member(whom)]) member.start();
    else if (what === 'join') this.join(this.names.toReal(whom));
    else if (what === 'wait') this.run(`until etcdctl endpoint health --endpoints=${this.running()}; do sleep 0.2; done`);
    else if (what !== 'flags' && what !== 'logs') return { command: `! ${verb}`, expected: ['(done)'], actual: ['(not possible here)'] };
    return undefined;
  }

  /** Starts a member that was added, on a machine of its own. */
  private join(name: string): void {
    const { world } = this;
    const machine = world.addEtcdMachine(name);
    const known = world.etcd.find(({ process }) => process?.isLeader)?.process?.members.list() ?? [];
    const initialCluster = known.map((member) => ({ name: member.name || name, peerUrls: member.peerUrls }));
    machine.disk.write(environmentPath, environmentText({ name, address: machine.host.stack.address, initialCluster, state: 'existing' }));
    machine.component('etcd')?.start();
  }

  private running(): string {
    return this.world.etcd.filter(({ isRunning }) => isRunning).map(({ host }) => `${host.stack.address}:2379`).join(',');
  }

  private member(name: string): Component {
    const { world } = this;
    const machine = name === 'leader' ? world.etcd.find(({ process }) => process?.isLeader)?.host.name : this.names.toReal(name);
    const component = world.machine(machine ?? '').component('etcd');
    if (!component) throw new Error(`there is no member ${name}`);
    return component;
  }

  private leadByFirst(): void {
    const { world } = this;
    const [first] = world.etcd;
    const leader = world.etcd.find(({ process }) => process?.isLeader);
    if (!first || leader === first) return;
    leader?.process?.driver.transferLeadership(first.id);
    world.run({ untilMs: world.kernel.nowMs + waitLimitMs, condition: () => first.process?.isLeader === true });
  }

  /** Whether every member has told the others where it answers clients. */
  private haveMet(): boolean {
    return this.world.etcd.every(({ process }) => process?.members.list().every(({ clientUrls }) => clientUrls.length > 0));
  }

  private run(command: string): { readonly output: string; readonly status: number } {
    const { world, shell } = this;
    const { kernel } = world;
    const capture = new Capture();
    let status: number | undefined;
    const text = `( ${this.names.toReal(command)} )`;
    kernel.cause = 0;
    const body = function* (): Process {
      status = yield* shell.execute(text, { stdin: emptyInput, stdout: capture, stderr: capture });
    };
    kernel.spawn('recording', body());
    world.run({ untilMs: kernel.nowMs + commandLimitMs, condition: () => status !== undefined });
    if (kernel.failure) throw kernel.failure.error;
    if (status === undefined) shell.interrupt();
    return { output: normaliseEtcd(capture.text, this.names, this.keepsLogs), status: status ?? 124 };
  }
}

/** The options of the members that a recording begins with. */
function flagsOf(verbs: readonly string[]): Readonly<Record<string, unknown>> {
  const words = verbs.find((verb) => verb.startsWith('flags '))?.split(' ').slice(1) ?? [];
  return Object.fromEntries(words.map((word) => {
    const [, quota] = /^--quota-backend-bytes=(\d+)$/.exec(word) ?? [];
    if (quota === undefined) throw new Error(`a recording wants members with ${word}, which they do not know`);
    return ['quotaBackendBytes', Number(quota)];
  }));
}

function linesOf(output: string, status: number): readonly string[] {
  const lines = output.replace(/\n$/, '').split('\n');
  const all = status === 0 ? lines : [...(output === '' ? [] : lines), `[exit ${status}]`];
  return withoutTail(all.join('\n').replace(/\n{3,}/g, '\n\n').split('\n'));
}

function withoutTail(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}
