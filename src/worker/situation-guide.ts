import type { Hands } from '../lessons/index.ts';
import type { Watch } from './conditions.ts';
import type { Stage } from './stage.ts';
import { mainTab } from './terminals.ts';
import { BadCommandError } from './worker-faults.ts';

/** What the moves of a situation are made with: they are inputs of the run as if a person had made them. */
export function handsOf(stage: Stage): Hands {
  return {
    fault: (words) => void stage.act({ type: 'fault', words }),
    command: (line) => void stage.act({ type: 'terminal.input', tab: mainTab, data: `${line}\r` }),
  };
}

/** Makes the moves of the situation's next step, as soon as each is possible, until the step has come true. Throws BadCommandError. */
export function untilNextStep(stage: Stage): Watch {
  const { situation: run } = stage;
  if (!run) throw new BadCommandError('runUntil: this world began with no situation');
  if (!run.next) throw new BadCommandError('runUntil: every step of the situation is done');
  const hands = handsOf(stage);
  const script = run.script();
  const before = run.stepsDone;
  const isDone = (): boolean => {
    run.look();
    return run.stepsDone > before;
  };
  script.advance(hands);
  return {
    holds: () => isDone() || script.canGoOn,
    goOn() {
      if (isDone()) return false;
      script.advance(hands);
      return true;
    },
  };
}
