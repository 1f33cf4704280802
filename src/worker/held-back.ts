import { sceneNamed } from './scenes.ts';

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** What a world answers that only boots: it is built, drawn, and shown or not. */
function needsLittle({ type, source }: Fields): boolean {
  return type === 'drawn' || type === 'visible' || type === 'loadParts' || (type === 'load' && !(isObject(source) && doesMore(source)));
}

/** Whether a world is built with inputs, or with a situation of the Raft laboratory: those are not there at first. */
function doesMore({ inputs, situation, scene }: Fields): boolean {
  return inputs !== undefined || situation !== undefined || (typeof scene === 'string' && !sceneNamed(scene));
}

/** Keeps the page's commands in their order until every part of the engine is there, and lets through what needs none of them. */
export class HeldBack {
  private readonly deliver: (message: unknown) => void;
  private held: unknown[] = [];
  private isOpen = false;

  constructor(deliver: (message: unknown) => void) {
    this.deliver = deliver;
  }

  take(message: unknown): void {
    if (this.isOpen) return this.deliver(message);
    // What was asked of another world is over with it.
    if (isObject(message) && message['type'] === 'load') this.held = [];
    if (isObject(message) && (needsLittle(message) || this.isForShownWorld(message))) this.deliver(message);
    else this.held.push(message);
  }

  /** Whether the world that boots is to go on or stand when it is up; one that is still held is told with the rest. */
  private isForShownWorld({ type }: Fields): boolean {
    return (type === 'play' || type === 'pause') && !this.held.some((message) => isObject(message) && message['type'] === 'load');
  }

  /** Every part is there. */
  open(): void {
    this.isOpen = true;
    const { held } = this;
    this.held = [];
    for (const message of held) this.deliver(message);
  }
}
