// The directory that a kubelet takes static Pods from.
// Upstream: pkg/kubelet/config/file.go, file_linux.go
import { YamlError, isObject, readYaml } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { DecodeError, decode, podKind } from '../../kinds/index.ts';
import type { Pod, PodInput } from '../../kinds/index.ts';
import type { Disk } from '../../machine/index.ts';
import { FileError } from '../../machine/index.ts';

/** `staticPodPath`, as kubeadm sets it. */
export const manifestPath = '/etc/kubernetes/manifests';

/** What comes and goes when the directory changes. */
export interface ManifestListener {
  readonly added: (file: string, manifest: PodInput) => void;
  readonly removed: (file: string) => void;
}

/** Follows the files of the directory: each that holds a Pod is told once, and told as removed when it is gone or says something else. */
export class ManifestDirectory {
  private readonly disk: Disk;
  private readonly listener: ManifestListener;
  /** The text of each file that is a Pod, as it was told. */
  private readonly known = new Map<string, string>();

  constructor(disk: Disk, listener: ManifestListener) {
    this.disk = disk;
    this.listener = listener;
    disk.makeDirectory(manifestPath, { parents: true });
  }

  /** Reads the directory, now and at each change. */
  *follow(): Process<never> {
    const changed = this.disk.watch(manifestPath);
    for (;;) {
      this.read();
      yield* changed.next();
    }
  }

  /** Compares the directory with what was told. */
  read(): void {
    const { disk, known, listener } = this;
    const names = disk.exists(manifestPath) ? disk.list(manifestPath).filter((name) => !name.startsWith('.')) : [];
    for (const [name, text] of [...known]) {
      if (names.includes(name) && textOf(disk, name) === text) continue;
      known.delete(name);
      listener.removed(name);
    }
    for (const name of names) {
      const text = textOf(disk, name);
      const manifest = text === undefined || known.has(name) ? undefined : podOf(text);
      if (!manifest || text === undefined) continue;
      known.set(name, text);
      listener.added(name, manifest);
    }
  }

  /** Forgets what was told: whoever listens from now on is told all of it. */
  forget(): void {
    this.known.clear();
  }
}

function textOf(disk: Disk, name: string): string | undefined {
  try {
    return disk.read(`${manifestPath}/${name}`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return undefined;
  }
}

/** The Pod that a file describes; undefined when it is none that could be run: the kubelet leaves it alone. */
function podOf(text: string): PodInput | undefined {
  try {
    const read = readYaml(text);
    if (!isObject(read) || read['kind'] !== 'Pod' || read['apiVersion'] !== 'v1') return undefined;
    const { value } = decode(podKind.definition, read);
    const manifest = value as PodInput;
    const { containers } = manifest.spec ?? {};
    const { name = '', namespace = 'default' } = manifest.metadata ?? {};
    if (!containers || containers.length === 0 || name === '') return undefined;
    const { metadata, ...rest } = podKind.defaults(manifest);
    const pod: Pod = { ...rest, metadata: { ...metadata, name, namespace, uid: '', resourceVersion: '0', creationTimestamp: '' } };
    return (podKind.validateCreate?.(pod) ?? []).length === 0 ? manifest : undefined;
  } catch (error) {
    if (error instanceof YamlError || error instanceof DecodeError) return undefined;
    throw error;
  }
}
