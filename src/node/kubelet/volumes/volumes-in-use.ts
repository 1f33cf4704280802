// Upstream: pkg/kubelet/volumemanager (GetVolumesInUse)

/** The volumes that are attached for the Pods of a machine, or that these wait for: nobody takes them away before. */
export class VolumesInUse {
  private readonly byPod = new Map<string, Set<string>>();

  /** The Pod uses the volume with this name of the node's status. */
  add(uid: string, volume: string): void {
    this.byPod.set(uid, (this.byPod.get(uid) ?? new Set()).add(volume));
  }

  /** The Pod has ended. */
  release(uid: string): void {
    this.byPod.delete(uid);
  }

  /** Each once, in order. */
  all(): readonly string[] {
    return [...new Set([...this.byPod.values()].flatMap((volumes) => [...volumes]))].sort();
  }
}
