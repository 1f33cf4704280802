import type { Applied, Command, EntityId, Refusal } from '../protocol/index.ts';
import type { Execution } from './inputs.ts';
import { kindNamesOf } from './kind-names.ts';
import { objectsIn, refusalsIn } from './later.ts';
import type { Stage } from './stage.ts';

type ApplyCommand = Extract<Command, { readonly type: 'apply' }>;

/** How long a request of kubectl may be looked for behind a refusal, in rows of the requests' table. */
const requestsLookedAt = 400;

interface Running {
  readonly command: ApplyCommand;
  readonly execution: Execution;
  readonly beganMs: number;
}

/** Applies that run on the workstation: the editor's files are written there, and kubectl is called on them. */
export class Applies {
  private running: Running[] = [];

  /** Writes the files and calls kubectl. */
  begin(stage: Stage, command: ApplyCommand): void {
    for (const { name, text } of command.files) stage.act({ type: 'write', path: name, text });
    const files = command.files.map(({ name }) => `-f ${quoted(name)}`).join(' ');
    const execution = stage.act({ type: 'run', command: `${verbs[command.mode]} ${files}${command.mode === 'dryRun' ? ' --dry-run=server' : ''}` });
    if (execution) this.running.push({ command, execution, beganMs: stage.world.kernel.nowMs });
  }

  /** Forgets what was begun in a world that is not there any more. */
  clear(): void {
    this.running = [];
  }

  /** Answers for those that have ended since the last call. */
  *ended(stage: Stage): Generator<Applied, void, undefined> {
    if (this.running.length === 0) return;
    const still: Running[] = [];
    for (const running of this.running) {
      if (running.execution.status === undefined) still.push(running);
      else yield this.answer(stage, running, running.execution.status);
    }
    this.running = still;
  }

  private answer(stage: Stage, { command, execution, beganMs }: Running, status: number): Applied {
    const { output } = execution;
    stage.frames.takeInRequests();
    const kinds = kindNamesOf(stage.world);
    const { request, mode, files } = command;
    const refusals = refusalsIn(kinds, output, files).map((refusal) => withRequest(stage, refusal, beganMs));
    const [refused] = refusals;
    if (refused && mode === 'apply') stage.frames.timeline.mark(stage.world.kernel.nowMs, { say: 'mark.refused', with: { reason: refused.reason ?? 'error' } }, refused.about);
    return { type: 'applied', request, mode, status, output, objects: objectsIn(kinds, output, files), refusals };
  }
}

const verbs = { apply: 'kubectl apply', dryRun: 'kubectl apply', diff: 'kubectl diff' } as const;

/** The request that was refused is the newest of kubectl's with that code. */
function withRequest(stage: Stage, refusal: Refusal, beganMs: number): Refusal {
  if (refusal.code === undefined) return refusal;
  const rows = [...stage.frames.requests.values()].slice(-requestsLookedAt);
  const about: EntityId | undefined = rows.findLast((row) => row.code === refusal.code && row.atMs >= beganMs && row.from === 'machine/workstation')?.id;
  return about === undefined ? refusal : { ...refusal, about };
}

function quoted(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
