import type { KubeObject } from '../../kinds/index.ts';

/**
 * Whether those who may change a write are to see it again, because somebody after them changed it. There are two rounds at most.
 */
// Upstream: k8s.io/apiserver pkg/admission/reinvocation.go, pkg/admission/plugin/webhook/mutating/reinvocationcontext.go
export class Reinvocation {
  isSecondRound = false;
  private readonly memories = new Map<string, Memory>();

  /** Whether a second round has to follow the first. */
  get isNeeded(): boolean {
    return !this.isSecondRound && [...this.memories.values()].some(({ hasChanged }) => hasChanged);
  }

  /** What a plugin remembers of the first round. */
  of(plugin: string): Memory {
    let memory = this.memories.get(plugin);
    if (!memory) this.memories.set(plugin, (memory = new Memory()));
    return memory;
  }
}

/** Which of its own askers a plugin has asked, and which of them are to be asked again. */
class Memory {
  /** Whether somebody that the plugin asked has changed the object. */
  hasChanged = false;
  private readonly asked = new Set<string>();
  private readonly due = new Set<string>();
  private left: KubeObject | undefined;

  /** The plugin begins: when the object is another than it left, whoever it has asked is due again. */
  begin(object: KubeObject | undefined): void {
    if (this.left !== undefined && this.left !== object) this.askAgain();
  }

  end(object: KubeObject | undefined): void {
    this.left = object;
  }

  /** Somebody has changed the object: those who were asked before are due again. */
  noteChange(): void {
    this.hasChanged = true;
    this.askAgain();
  }

  noteAsked(id: string): void {
    this.asked.add(id);
  }

  isDueAgain(id: string): boolean {
    return this.due.has(id);
  }

  private askAgain(): void {
    for (const id of this.asked) this.due.add(id);
    this.asked.clear();
  }
}
