// Upstream: pkg/kubelet/volumemanager, pkg/volume
import { FewMap } from '../../../base/index.ts';
import { quantityWhole } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { Disk, FileError, MemoryDisk } from '../../../machine/index.ts';
import type { FileSystem } from '../../../machine/index.ts';
import { ApiError, podLimits } from '../../../kinds/index.ts';
import type { HostPathVolumeSource, PersistentVolume, PersistentVolumeClaim, Volume } from '../../../kinds/index.ts';
import { NetworkError } from '../../../network/index.ts';
import { WatchedSpace } from '../../runtime/container-use.ts';
import type { KubeletContext } from '../context.ts';
import type { PodWorker } from '../pod-worker.ts';
import { writeFiles } from './atomic-files.ts';
import type { VolumeFile } from './atomic-files.ts';
import { fillVolume } from './filled-volumes.ts';
import { MountError } from './mounted-volume.ts';
import type { MountedVolume } from './mounted-volume.ts';
import { giveToGroup } from './volume-group.ts';

/** Mounts all volumes of the Pod; false when one cannot be mounted now, which an event tells. */
export function* mountVolumes(context: KubeletContext, worker: PodWorker): Process<boolean> {
  const mounted = new FewMap(worker.volumes);
  let isComplete = true;
  for (const volume of worker.pod.spec.volumes ?? []) {
    try {
      const done = yield* mountVolume(context, worker, volume, mounted.get(volume.name));
      mounted.set(volume.name, done);
    } catch (error) {
      if (!(error instanceof MountError)) throw error;
      isComplete = false;
      const message = `MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`;
      worker.report(context, { type: 'Warning', reason: 'FailedMount', message });
    }
  }
  if (isComplete) worker.volumes = mounted;
  return isComplete;
}

function* mountVolume(context: KubeletContext, worker: PodWorker, volume: Volume, before: MountedVolume | undefined): Process<MountedVolume> {
  const { fsGroup } = worker.pod.spec.securityContext;
  const filled = yield* fillVolume(context, worker, volume);
  if (filled) {
    if (before && before.version === filled.version) return before;
    const disk = before?.files instanceof Disk ? before.files : newDisk(context, worker, volume);
    fill(disk, filled.files, context);
    if (fsGroup !== undefined) giveToGroup(disk, '/', fsGroup, true);
    return { files: disk, from: '/', isReadOnly: true, version: filled.version };
  }
  if (before) return before;
  if (volume.hostPath) return mountHostPath(context.disk, volume.hostPath);
  if (volume.persistentVolumeClaim) return yield* mountClaim(context, worker, volume.persistentVolumeClaim.claimName);
  if (volume.ephemeral) return yield* mountClaim(context, worker, `${worker.pod.metadata.name}-${volume.name}`);
  const disk = newDisk(context, worker, volume);
  if (fsGroup !== undefined) giveToGroup(disk, '/', fsGroup, false);
  return { files: disk, from: '/', isReadOnly: false, ...(disk.space instanceof WatchedSpace ? { space: disk.space } : {}) };
}

/** Throws a MountError when the files find no room: a volume in memory is no larger than what its Pod may use. */
function fill(disk: Disk, files: ReadonlyMap<string, VolumeFile>, { kernel, random }: KubeletContext): void {
  try {
    writeFiles(disk, files, { wallMs: kernel.wallMs, suffix: String(random.next32()) });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new MountError(`write ${error.path}: ${error.message.toLowerCase()}`);
  }
}

/** Whether a volume is a tmpfs, in whose root only owners remove what is theirs. */
function isInMemory({ secret, projected, downwardAPI, emptyDir }: Volume): boolean {
  return secret !== undefined || projected !== undefined || downwardAPI !== undefined || emptyDir?.medium === 'Memory';
}

/** An empty volume, to whose root everybody may write. */
function newDisk({ kernel, host }: KubeletContext, worker: PodWorker, volume: Volume): Disk {
  const grown = (): void => worker.noteGrowth();
  if (isInMemory(volume)) return new MemoryDisk(kernel.clock, new WatchedSpace(memoryFor(worker, volume) ?? host.hardware.memoryBytes, grown));
  const disk = new Disk(kernel.clock, new WatchedSpace(Number.POSITIVE_INFINITY, grown));
  disk.changeMode('/', 0o777);
  return disk;
}

/** The bytes that a volume in memory may take; undefined where nobody says it. A limit of 0 is none. */
function memoryFor({ pod }: PodWorker, { emptyDir }: Volume): number | undefined {
  const sizes = [podLimits(pod).memory, emptyDir?.sizeLimit === undefined ? undefined : quantityWhole(emptyDir.sizeLimit)];
  const said = sizes.filter((size): size is number => size !== undefined && size > 0);
  return said.length > 0 ? Math.min(...said) : undefined;
}

function mountHostPath(disk: FileSystem, { path, type }: HostPathVolumeSource): MountedVolume {
  const found = disk.exists(path) ? disk.stat(path).type : undefined;
  const fail = (what: string): never => {
    throw new MountError(`hostPath type check failed: ${path} is not a ${what}`);
  };
  try {
    if (type === 'Directory' && found !== 'directory') fail('directory');
    if (type === 'File' && found !== 'file') fail('file');
    if (type === 'Socket') fail('socket file');
    if (type === 'CharDevice') fail('character device');
    if (type === 'BlockDevice') fail('block device');
    if (type === 'FileOrCreate' && found === undefined) disk.write(path, '');
    else if (found === undefined) disk.makeDirectory(path, { parents: true });
  } catch (error) {
    if (error instanceof FileError) throw new MountError(`open ${path}: ${error.message.toLowerCase()}`);
    throw error;
  }
  return { files: disk, from: path, isReadOnly: false };
}

function* mountClaim(context: KubeletContext, worker: PodWorker, claimName: string): Process<MountedVolume> {
  const { namespace } = worker.pod.metadata;
  try {
    const claim = (yield* read(context, 'persistentvolumeclaims', claimName, namespace)) as PersistentVolumeClaim;
    const name = claim.spec.volumeName;
    if (name === undefined || claim.status.phase !== 'Bound') throw new MountError(`PVC ${namespace}/${claimName} is not bound`);
    return mountPersistentVolume(context, (yield* read(context, 'persistentvolumes', name)) as PersistentVolume);
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
    throw new MountError(`failed to fetch PVC from API server: ${error.message}`);
  }
}

function* read({ client }: KubeletContext, resource: string, name: string, namespace?: string): Process<unknown> {
  const { credentials, userAgent } = client.config;
  const reply = yield* client.request({
    type: 'resource', verb: 'get', group: '', version: 'v1', resource, name, options: {}, as: 'object', credentials, userAgent,
    ...(namespace === undefined ? {} : { namespace }),
  });
  return reply.body;
}

function mountPersistentVolume(context: KubeletContext, volume: PersistentVolume): MountedVolume {
  const { hostPath, local } = volume.spec;
  if (hostPath) return mountHostPath(context.disk, hostPath);
  if (!local) return { files: context.storage.filesOf(volume), from: '/', isReadOnly: false };
  if (!context.disk.exists(local.path)) throw new MountError(`path "${local.path}" does not exist`);
  return { files: context.disk, from: local.path, isReadOnly: false };
}
