// Upstream: pkg/kubelet/server (exec, attach), k8s.io/kubelet pkg/cri/streaming
import { ended, race } from '../../../kernel/index.ts';
import type { Kernel, Process } from '../../../kernel/index.ts';
import type { KubeletAttach, KubeletExec, SessionFrame } from '../../../kinds/index.ts';
import { Pipe, Terminal, emptyInput } from '../../../machine/index.ts';
import type { Child, Readable, Writable } from '../../../machine/index.ts';
import type { Container } from '../../runtime/container.ts';
import { Pace } from '../../runtime/pace.ts';
import { terminalOutput } from '../../runtime/terminal-output.ts';
import { execFailure } from '../container/run-in-container.ts';
import type { KubeletContext } from '../context.ts';

/** The far end of a session: frames go out by `send`, and `isGone` says that nobody is there any more. */
export interface SessionEnd {
  send(frame: SessionFrame): void;
  /** Waits until nobody is there. */
  gone(): Process;
}

/** A session under way: input comes in by `take`. */
export interface Session {
  take(frame: SessionFrame): void;
  /** Runs it to its end. */
  run(): Process;
}

/** Runs a command in a container and passes its input and output. */
export function execSession(context: KubeletContext, container: Container, request: KubeletExec, end: SessionEnd): Session {
  const { kernel } = context;
  let child: Child | undefined;
  const terminal = request.tty ? openTerminal(request, end, () => child && container.processes.interrupt(child.pid)) : undefined;
  const input = terminal ?? new Pipe();
  return {
    take: (frame) => takeFrame(input, frame),
    *run() {
      yield* context.runtime.startExec();
      const stdin: Readable = request.stdin ? input : emptyInput;
      const stdout = terminal ? terminalOutput(terminal, kernel.clock) : frameWriter(kernel, end, 'stdout');
      const stderr = terminal ? stdout : frameWriter(kernel, end, 'stderr');
      child = container.exec(request.command, { stdin, stdout, stderr, ...(terminal ? { terminal } : {}) });
      if (!child) {
        const why = execFailure(container, context.random.text(64, '0123456789abcdef'), request.command[0] ?? '');
        end.send({ on: 'error', message: `Internal error occurred: Internal error occurred: error executing command in container: ${why}` });
        return;
      }
      const watcher = kernel.spawn('the far end of an exec', end.gone(), context.group);
      const winner = yield* race([ended(child.process), ended(watcher)]);
      watcher.kill();
      if (winner === 0) end.send({ on: 'exit', status: child.status ?? 0 });
      else container.processes.signal(child.pid, 'SIGHUP');
    },
  };
}

/** Joins what a container's main program says from now on. */
export function attachSession(context: KubeletContext, container: Container, request: KubeletAttach, end: SessionEnd): Session {
  const listener = (on: 'stdout' | 'stderr', text: string): void => end.send({ on: request.tty ? 'stdout' : on, text });
  const { input } = container;
  return {
    take: (frame) => {
      if (input) takeFrame(input, frame);
    },
    *run() {
      const leave = container.log.listen(listener);
      try {
        if (input instanceof Terminal && request.columns !== undefined && request.rows !== undefined) input.resize(request.columns, request.rows);
        const waiting = context.kernel.spawn('the end of an attached container', container.wait(), context.group);
        const watcher = context.kernel.spawn('the far end of an attach', end.gone(), context.group);
        yield* race([ended(waiting), ended(watcher)]);
        waiting.kill();
        watcher.kill();
        // Whoever was attached is not told how the container ended.
        if (container.exit) end.send({ on: 'exit', status: 0 });
      } finally {
        leave();
      }
    },
  };
}

function openTerminal({ columns = 80, rows = 24 }: KubeletExec, end: SessionEnd, interrupt: () => void): Terminal {
  return new Terminal({ columns, rows, show: (text) => end.send({ on: 'stdout', text }), interrupt });
}

function takeFrame(input: Pipe | Terminal, frame: SessionFrame): void {
  const isTerminal = input instanceof Terminal;
  if (frame.on === 'stdin') {
    if (isTerminal) input.press(frame.text);
    else input.push(frame.text);
  } else if (frame.on === 'stdin.end') {
    if (isTerminal) input.hangUp();
    else input.end();
  } else if (frame.on === 'resize' && isTerminal) input.resize(frame.columns, frame.rows);
}

function frameWriter(kernel: Kernel, end: SessionEnd, on: 'stdout' | 'stderr'): Writable {
  const pace = new Pace(kernel.clock);
  return {
    isTerminal: false,
    *write(text) {
      if (text !== '') end.send({ on, text });
      yield* pace.note(text.length);
    },
  };
}
