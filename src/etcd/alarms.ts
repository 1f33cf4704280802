// Upstream: server/etcdserver/api/v3alarm

/** What a member has raised; as long as any stands, nothing is written that takes room. */
export interface Alarm {
  readonly memberId: string;
  readonly alarm: 'NOSPACE';
}

/** The alarms that stand: part of what members keep alike. */
export class Alarms {
  private readonly raised = new Set<string>();

  constructor(alarms: readonly Alarm[] = []) {
    for (const { memberId } of alarms) this.raised.add(memberId);
  }

  get all(): readonly Alarm[] {
    return [...this.raised].map((memberId) => ({ memberId, alarm: 'NOSPACE' }));
  }

  get isEmpty(): boolean {
    return this.raised.size === 0;
  }

  has(memberId: string): boolean {
    return this.raised.has(memberId);
  }

  raise(memberId: string): void {
    this.raised.add(memberId);
  }

  /** Gives whether it stood. */
  disarm(memberId: string): boolean {
    return this.raised.delete(memberId);
  }
}
