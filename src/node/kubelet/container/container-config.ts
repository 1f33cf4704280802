// Upstream: pkg/kubelet/kuberuntime/kuberuntime_container.go generateContainerConfig
import { quantityWhole } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { Disk, FileError, joinPath, signalNumbers } from '../../../machine/index.ts';
import type { UnixSignal } from '../../../machine/index.ts';
import type { Pod } from '../../../kinds/index.ts';
import type { Powers } from '../../runtime/capabilities.ts';
import type { ContainerConfig, ContainerMount } from '../../runtime/container.ts';
import type { StoredImage } from '../../runtime/image-store.ts';
import type { PodSandbox } from '../../runtime/pod-sandbox.ts';
import type { KubeletContext } from '../context.ts';
import type { AnyContainer, PodWorker } from '../pod-worker.ts';
import type { MountedVolume } from '../volumes/mounted-volume.ts';
import { ConfigError } from './config-error.ts';
import { makeEnvironment } from './environment.ts';
import { expand } from './expand.ts';
import { podFiles } from './pod-files.ts';
import { userOf } from './user.ts';

/** Everything that the runtime must know to make the container. Throws ConfigError. */
export function* containerConfig(
  context: KubeletContext, worker: PodWorker, sandbox: PodSandbox, container: AnyContainer, image: StoredImage,
): Process<ContainerConfig> {
  const env = yield* makeEnvironment(context, worker, container, image.image, sandbox.hostname);
  const user = userOf(worker, container, image.image, image.files);
  const before = worker.runtime.latest(container.name);
  const isReadOnlyRoot = container.securityContext?.readOnlyRootFilesystem ?? false;
  return {
    name: container.name,
    attempt: before ? before.config.attempt + 1 : 0,
    image,
    imageName: container.image,
    argv: argumentsOf(container, image, env),
    env,
    workingDirectory: container.workingDir ?? (image.image.workingDirectory || '/'),
    mounts: [
      ...mountsOf(context, worker, sandbox, container, env),
      ...(isReadOnlyRoot || user.uid !== 0 ? [writableMessageFile(context, container)] : []),
    ],
    isReadOnlyRoot,
    hasInput: container.stdin ?? false,
    hasTerminal: container.tty ?? false,
    user,
    powers: powersOf(worker.pod, container),
    resources: container.resources,
    memoryLimit: memoryLimitOf(container),
    stopSignal: stopSignalOf(container),
    target: 'targetContainerName' in container ? container.targetContainerName : undefined,
    terminationMessage: { path: container.terminationMessagePath, fallsBackToLog: container.terminationMessagePolicy === 'FallbackToLogsOnError' },
  };
}

function powersOf({ spec }: Pod, { securityContext }: AnyContainer): Powers {
  const profile = securityContext?.seccompProfile ?? spec.securityContext.seccompProfile;
  if (!securityContext && !profile) return usualPowers;
  const { privileged = false, allowPrivilegeEscalation = true, capabilities } = securityContext ?? {};
  return { isPrivileged: privileged, mayGainPrivileges: allowPrivilegeEscalation, add: capabilities?.add ?? [], drop: capabilities?.drop ?? [], areCallsFiltered: !privileged && profile !== undefined && profile.type !== 'Unconfined' };
}

const usualPowers: Powers = Object.freeze({ isPrivileged: false, mayGainPrivileges: true, add: [], drop: [], areCallsFiltered: false });

/** Bytes that the container may use; 0 for as many as there are. */
export function memoryLimitOf(container: AnyContainer): number {
  const memory = container.resources.limits?.['memory'];
  return memory === undefined ? 0 : quantityWhole(memory);
}

/** `command` replaces the entry point, and with it the image's arguments; `args` replaces the arguments. */
function argumentsOf(container: AnyContainer, { image }: StoredImage, env: ReadonlyMap<string, string>): readonly string[] {
  const lookup = (name: string): string | undefined => env.get(name);
  const command = container.command?.map((part) => expand(part, lookup));
  const args = container.args?.map((part) => expand(part, lookup));
  // Written as [...a, ...b] a list takes room for many more, and every container keeps this one.
  if (command && command.length > 0) return command.concat(args ?? []);
  const all = image.entrypoint.concat(args && args.length > 0 ? args : image.command);
  if (all.length === 0) throw new ConfigError('no command specified');
  return all;
}

function stopSignalOf(container: AnyContainer): UnixSignal {
  const wanted = container.lifecycle?.stopSignal;
  return wanted !== undefined && wanted in signalNumbers ? (wanted as UnixSignal) : 'SIGTERM';
}

function mountsOf(
  context: KubeletContext, worker: PodWorker, sandbox: PodSandbox, container: AnyContainer, env: ReadonlyMap<string, string>,
): readonly ContainerMount[] {
  const mounts: ContainerMount[] = [...podFiles(context, worker, sandbox)];
  for (const mount of container.volumeMounts ?? []) {
    const volume = worker.volumes?.get(mount.name);
    if (!volume) continue;
    const below = mount.subPathExpr === undefined ? mount.subPath : expand(mount.subPathExpr, (name) => valueOf(name, env));
    const from = below === undefined ? volume.from : joinPath(volume.from, below);
    if (below !== undefined) preparePart(context, container, mount.name, volume, { below, from });
    const frozen = below === undefined ? undefined : frozenFile(context, volume, from);
    if (frozen) mounts.push({ path: mount.mountPath, files: frozen, from: '/file', isReadOnly: true, isFile: true });
    else mounts.push({ path: mount.mountPath, files: volume.files, from, isReadOnly: volume.isReadOnly || (mount.readOnly ?? false) });
  }
  return mounts;
}

/** Makes the directory of a volume that is to be mounted. */
function preparePart(context: KubeletContext, container: AnyContainer, name: string, { files, isReadOnly, isImage }: MountedVolume, { below, from }: { readonly below: string; readonly from: string }): void {
  if (isImage && !files.exists(from)) throw new ImageVolumeError(below, context.random.text(64, '0123456789abcdef'), context.random.text(64, '0123456789abcdef'));
  if (isReadOnly || files.exists(from)) return;
  try {
    files.makeDirectory(from, { parents: true });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new ConfigError(`failed to prepare subPath for volumeMount "${name}" of container "${container.name}"`);
  }
}

/** A part of an image that is to be mounted and is not there: the runtime's refusal, not the kubelet's. */
export class ImageVolumeError extends Error {
  override readonly name = 'ImageVolumeError';

  constructor(below: string, container: string, chain: string) {
    super(`failed to mount image volume: ImageVolumeMountFailed: failed to ensure image subpath "${below}" in "/run/containerd/io.containerd.grpc.v1.cri/image-volumes/${container}/${chain}": openat ${below}: no such file or directory`);
  }
}

function valueOf(name: string, env: ReadonlyMap<string, string>): string {
  const value = env.get(name);
  if (value === undefined) throw new ConfigError(`missing value for ${name}`);
  return value;
}

/** One file of a volume that is filled from objects stays as it was when it was mounted, whatever becomes of the volume. */
function frozenFile(context: KubeletContext, volume: MountedVolume, path: string): Disk | undefined {
  const { files, version } = volume;
  if (version === undefined || !files.exists(path) || files.stat(path).type !== 'file') return undefined;
  const disk = new Disk(context.kernel.clock);
  disk.write('/file', files.read(path), files.stat(path).mode);
  return disk;
}

/** A container that cannot write where its last words are read from can still leave them. */
function writableMessageFile(context: KubeletContext, container: AnyContainer): ContainerMount {
  const disk = new Disk(context.kernel.clock);
  disk.write('/message', '', 0o666);
  return { path: container.terminationMessagePath, files: disk, from: '/message', isReadOnly: false };
}
