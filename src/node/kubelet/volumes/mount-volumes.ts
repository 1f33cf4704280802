// Upstream: pkg/kubelet/volumemanager, pkg/volume
import { FewMap, backOffMs, quantityWhole } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { Disk, FileError, MemoryDisk } from '../../../machine/index.ts';
import type { FileSystem } from '../../../machine/index.ts';
import { podLimits } from '../../../kinds/index.ts';
import type { HostPathVolumeSource, Volume } from '../../../kinds/index.ts';
import { mountOther, tellUnknownVolumes } from '../../later.ts';
import { limits } from '../../limits.ts';
import { WatchedSpace } from '../../runtime/container-use.ts';
import type { KubeletContext } from '../context.ts';
import type { PodWorker } from '../pod-worker.ts';
import { writeFiles } from './atomic-files.ts';
import type { VolumeFile } from './atomic-files.ts';
import { fillVolume } from './filled-volumes.ts';
import { MountError, UnattachedError, UnknownVolumeError } from './mounted-volume.ts';
import type { MountedVolume } from './mounted-volume.ts';
import { giveToGroup } from './volume-group.ts';

/** Mounts all volumes of the Pod; undefined when they are there, else after how long (ms) to try again. What fails is told by events. */
export function* mountVolumes(context: KubeletContext, worker: PodWorker): Process<number | undefined> {
  const volumes = worker.pod.spec.volumes ?? [];
  const mounted = new FewMap(worker.volumes);
  const unknown: { readonly name: string; readonly why: string }[] = [];
  const pauses: number[] = [];
  let hasFailed = false;
  for (const volume of volumes) {
    try {
      const done = yield* mountVolume(context, worker, volume, mounted.get(volume.name));
      if (done) mounted.set(volume.name, done);
    } catch (error) {
      if (error instanceof UnknownVolumeError) unknown.push({ name: volume.name, why: error.message });
      else if (error instanceof UnattachedError) pauses.push(limits.attachLookMs);
      else if (error instanceof MountError) {
        hasFailed = true;
        const reason = error.operation.startsWith('MapVolume') ? 'FailedMapVolume' : 'FailedMount';
        worker.report(context, { type: 'Warning', reason, message: `${error.operation} failed for volume "${error.volume ?? volume.name}" : ${error.message}` });
      } else throw error;
    }
  }
  if (hasFailed) pauses.push(nextPause(worker));
  if (unknown.length > 0) {
    tellUnknownVolumes(context, worker, unknown, volumes.filter(({ name, image }) => !image && !mounted.has(name)));
    pauses.push(context.syncBackOffMs());
  }
  if (pauses.length > 0) return Math.min(...pauses);
  worker.mountFailures = 0;
  worker.volumes = mounted;
  return undefined;
}

function nextPause(worker: PodWorker): number {
  return backOffMs(limits.mountBackOffMs, limits.mountBackOffGreatestMs, worker.mountFailures++);
}

/** The volume as it is mounted; undefined for an image, which comes with the containers. */
function* mountVolume(context: KubeletContext, worker: PodWorker, volume: Volume, before: MountedVolume | undefined): Process<MountedVolume | undefined> {
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
  if (volume.hostPath) return mountHostPath(context.disk, volume.hostPath, volume.name);
  if (volume.image) return undefined;
  if (!volume.emptyDir) return yield* mountOther(context, worker, volume);
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

/** A path of the machine as the volume of this name. Throws MountError when there is something else than it should be. */
export function mountHostPath(disk: FileSystem, { path, type }: HostPathVolumeSource, volume: string): MountedVolume {
  const found = disk.exists(path) ? disk.stat(path).type : undefined;
  const fail = (what: string): never => {
    throw new MountError(`hostPath type check failed: ${path} is not a ${what}`, { volume });
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
    if (error instanceof FileError) throw new MountError(`open ${path}: ${error.message.toLowerCase()}`, { volume });
    throw error;
  }
  return { files: disk, from: path, isReadOnly: false };
}
