import { signalNumbers } from '../../../machine/index.ts';
import type { Job } from '../jobs.ts';
import { runTraps, setTrap } from '../signals.ts';
import type { Process, UnixSignal } from '../surroundings.ts';
import { refuse } from './builtin.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';

const signals = Object.keys(signalNumbers);

function isSignal(name: string): name is UnixSignal {
  return signals.includes(name);
}

/** The signal of a name or number, with or without `SIG`; undefined when there is none. */
export function signalOf(text: string): UnixSignal | undefined {
  const name = /^\d+$/.test(text) ? signals.find((candidate) => isSignal(candidate) && signalNumbers[candidate] === Number(text)) : `SIG${text.toUpperCase().replace(/^SIG/, '')}`;
  return name !== undefined && isSignal(name) ? name : undefined;
}

const trap: Builtin = function* (call) {
  const { shell, args, stdout } = call;
  const [action, ...names] = args[0] === '--' ? args.slice(1) : args;
  if (action === undefined || action === '-p') {
    for (const [name, command] of shell.state.traps) yield* stdout.write(`trap -- '${command.replaceAll("'", "'\\''")}' ${name}\n`);
    return 0;
  }
  if (action === '-l') {
    yield* stdout.write(`${signals.map((name) => `${isSignal(name) ? signalNumbers[name] : ''}) ${name}`).join('\n')}\n`);
    return 0;
  }
  const isReset = action === '-' || (names.length === 0 && args.length === 1);
  for (const name of isReset && names.length === 0 ? [action] : names) {
    const special = ['EXIT', 'ERR', 'DEBUG'].find((known) => known === name.toUpperCase()) ?? (name === '0' ? 'EXIT' : undefined);
    const signal = special ?? signalOf(name);
    if (signal === undefined) return yield* refuse(call, `${name}: invalid signal specification`);
    setTrap(shell, signal, isReset ? undefined : action);
  }
  return 0;
};

/** `wait [JOB…]`: a trapped signal ends it early. */
const wait: Builtin = function* (call) {
  const { shell, args, io } = call;
  const names = args.filter((arg) => !arg.startsWith('-'));
  const jobs: Job[] = [];
  let status = 0;
  for (const name of names) {
    const job = shell.jobs.find(name);
    if (job) jobs.push(job);
    else status = yield* refuse(call, name.startsWith('%') ? `${name}: no such job` : `pid ${name} is not a child of this shell`, 127);
  }
  for (const job of names.length > 0 ? jobs : shell.jobs.all()) {
    const ended = yield* shell.waitOrSignal(job.child);
    if (ended === undefined) {
      if (shell.flow) return 130;
      yield* runTraps(shell, io);
      return 143;
    }
    shell.jobs.remove(job);
    if (names.length > 0) status = ended;
  }
  return status;
};

function* jobState({ shell, stdout }: BuiltinCall, job: Job, isLast: boolean): Process {
  const { child } = job;
  const state = !child.process.isDone ? (child.isStopped ? 'Stopped' : 'Running') : child.status === 0 ? 'Done' : `Exit ${child.status ?? 0}`;
  const mark = isLast ? '+' : shell.jobs.all().at(-2) === job ? '-' : ' ';
  yield* stdout.write(`[${job.number}]${mark}  ${state.padEnd(23)} ${job.source}${child.process.isDone ? '' : ' &'}\n`);
}

const jobs: Builtin = function* (call) {
  const all = call.shell.jobs.all();
  for (const job of all) {
    if (call.args.includes('-p')) yield* call.stdout.write(`${job.child.pid}\n`);
    else yield* jobState(call, job, job === all.at(-1));
  }
  call.shell.jobs.takeDone();
  return 0;
};

const foreground: Builtin = function* (call) {
  const { shell, args, stdout, io } = call;
  const job = shell.jobs.find(args[0] ?? '');
  if (!job) return yield* refuse(call, `${args[0] ?? 'current'}: no such job`);
  yield* stdout.write(`${job.source}\n`);
  shell.sandbox.processes.signal(job.child.pid, 'SIGCONT');
  shell.jobs.remove(job);
  return yield* shell.waitFor(job.child, io);
};

const background: Builtin = function* (call) {
  const { shell, args, stdout } = call;
  const job = shell.jobs.find(args[0] ?? '');
  if (!job) return yield* refuse(call, `${args[0] ?? 'current'}: no such job`);
  shell.sandbox.processes.signal(job.child.pid, 'SIGCONT');
  yield* stdout.write(`[${job.number}]+ ${job.source} &\n`);
  return 0;
};

const kill: Builtin = function* (call) {
  const { shell, args, stdout, stderr } = call;
  const [first = '', second = ''] = args;
  if (first === '-l' || first === '-L') {
    yield* stdout.write(`${signals.map((name) => name.slice(3)).join(' ')}\n`);
    return 0;
  }
  const isNamed = first === '-s' || first === '-n';
  const option = isNamed ? second : /^-\w/.test(first) ? first.slice(1) : undefined;
  const signal = option === undefined ? 'SIGTERM' : option === '0' ? undefined : signalOf(option);
  if (option !== undefined && option !== '0' && signal === undefined) return yield* refuse(call, `${option}: invalid signal specification`);
  const targets = args.slice(option === undefined ? 0 : isNamed ? 2 : 1).filter((arg) => arg !== '--');
  const isAsh = shell.state.dialect.name === 'ash';
  if (targets.length === 0 && isAsh) {
    yield* stderr.write('sh: you need to specify whom to kill\n');
    return 1;
  }
  if (targets.length === 0) return yield* refuse(call, 'usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]', 2);
  let status = 0;
  for (const target of targets) {
    const pid = target.startsWith('%') ? (shell.jobs.find(target)?.child.pid ?? -1) : Number(target);
    if (Number.isNaN(pid)) status = yield* refuse(call, `${target}: arguments must be process or job IDs`);
    else if (signal === undefined ? !shell.sandbox.processes.see(pid) : !shell.sandbox.processes.signal(pid, signal)) {
      status = 1;
      if (isAsh) yield* stderr.write(`sh: can't kill pid ${target}: No such process\n`);
      else yield* refuse(call, shell.state.dialect.name === 'bash' ? `(${target}) - No such process` : 'No such process');
    }
  }
  return status;
};

/** Builtins about processes. */
export const jobBuiltins: Readonly<Record<string, Builtin>> = {
  trap, wait, jobs, fg: foreground, bg: background, kill,
  *disown({ shell, args }) {
    const job = shell.jobs.find(args.at(-1) ?? '');
    if (job) shell.jobs.remove(job);
    return 0;
  },
};
