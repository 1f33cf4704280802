import type { Kernel, Mailbox, Wait, Waker } from '../kernel/index.ts';

/** What a member's main process waits for: a message from a peer, or a ring by somebody of its own. Made once, used again. */
export class Doorbell implements Wait {
  readonly what = 'messages, requests or a time-out';
  private readonly inbox: Mailbox<unknown>;
  private readonly byMessage: Waker;
  private waker: Waker | undefined;
  private hasRung = false;

  constructor(kernel: Kernel, inbox: Mailbox<unknown>) {
    this.inbox = inbox;
    this.byMessage = { kernel, wake: () => this.ring() };
  }

  /** Wakes the process, or lets its next wait end at once. */
  ring(): void {
    const { waker } = this;
    if (!waker) {
      this.hasRung = true;
      return;
    }
    this.waker = undefined;
    this.inbox.unpark(this.byMessage);
    waker.wake();
  }

  park(waker: Waker): void {
    this.waker = waker;
    if (this.hasRung || this.inbox.isReady) {
      this.hasRung = false;
      this.ring();
    } else {
      this.inbox.park(this.byMessage);
    }
  }

  unpark(): void {
    this.waker = undefined;
    this.inbox.unpark(this.byMessage);
  }
}
