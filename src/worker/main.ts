import { describeError } from '../cluster/index.ts';
import type { Report } from '../protocol/index.ts';
import { Engine } from './engine.ts';
import { HeldBack } from './held-back.ts';
import { sceneInfos } from './scenes.ts';

/** Between two slices the messages of the page are taken in: a timer of its own would wait too long. */
const channel = new MessageChannel();
let timer: ReturnType<typeof setTimeout> | undefined;
let isQueued = false;
let isDead = false;
let isWhole = false;
let isLoading = false;

const engine = new Engine({
  isWhole: () => isWhole,
  loadParts: () => void loadParts(),
  wallNow: () => performance.now(),
  post: (report: Report) => self.postMessage(report),
});
const heldBack = new HeldBack((message) => engine.receive(message));

/** A bug in the worker itself: said once, and nothing is done any more. */
function die(error: unknown): void {
  if (isDead) return;
  isDead = true;
  console.error(error);
  self.postMessage({ type: 'failure', command: 'engine', message: `The engine has ended by a mistake of its own: ${describeError(error)}. Load the world again to go on.` } satisfies Report);
  throw error;
}

function turn(): void {
  clearTimeout(timer);
  timer = undefined;
  if (isDead) return;
  try {
    comeAgain(engine.turn());
  } catch (error) {
    die(error);
  }
}

/** There is one next turn, never two. */
function comeAgain(waitMs: number): void {
  clearTimeout(timer);
  timer = undefined;
  if (isQueued || waitMs === Number.POSITIVE_INFINITY) return;
  if (waitMs > 0) {
    timer = setTimeout(turn, waitMs);
    return;
  }
  isQueued = true;
  channel.port2.postMessage(undefined);
}

channel.port1.onmessage = () => {
  isQueued = false;
  turn();
};

/** Loads what nothing asks for while a world boots; what waits for it goes on then. When it cannot be had, the page is told once a try. */
async function loadParts(): Promise<void> {
  if (isWhole || isLoading) return;
  isLoading = true;
  try {
    await import('./provide.ts');
    isWhole = true;
    self.postMessage({ type: 'scenes', scenes: sceneInfos() } satisfies Report);
    self.postMessage({ type: 'parts' } satisfies Report);
  } catch (error) {
    self.postMessage({ type: 'parts', missing: describeError(error) } satisfies Report);
    return;
  } finally {
    isLoading = false;
  }
  guarded(() => heldBack.open());
}

/** Does something of the engine's; what is due then is done at the next turn. */
function guarded(act: () => void): void {
  try {
    act();
  } catch (error) {
    die(error);
  }
  // An answer is due at the next turn, which may have been put off.
  comeAgain(0);
}

void loadParts();

self.onmessage = (event: MessageEvent<unknown>): void => {
  guarded(() => {
    heldBack.take(event.data);
    isDead = false;
  });
};
