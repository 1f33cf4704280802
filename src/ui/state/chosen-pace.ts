import type { Pace } from '../../protocol/index.ts';
import { send } from './link.ts';
import { firstPace } from './pace.ts';
import { useWorld } from './store.ts';
import { setView, useView } from './view.ts';

/** Asks for a pace. It counts at once, though a world that boots takes it later: the next key goes on from it. */
export function choosePace(pace: Pace): void {
  setView({ pace });
  send({ type: 'pace', pace });
}

/** The pace as a person has chosen it, else the world's. */
export function paceNow(): Pace {
  return useView.getState().pace ?? useWorld.getState().clock?.pace ?? firstPace;
}

/** The same for what is drawn by it. A frame's pace is a new object each time: what is in it is compared. */
export function usePace(): Pace {
  const chosen = useView((view) => view.pace);
  const mode = useWorld((world) => world.clock?.pace.mode ?? firstPace.mode);
  const rate = useWorld((world) => (world.clock && world.clock.pace.mode !== 'max' ? world.clock.pace.rate : 2));
  return chosen ?? (mode === 'max' ? { mode } : { mode, rate });
}
