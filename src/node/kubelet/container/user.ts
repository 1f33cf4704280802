// Upstream: pkg/kubelet/kuberuntime/security_context.go, containerd's user resolution
import type { FileSystem } from '../../../machine/index.ts';
import type { AnyContainer, PodWorker } from '../pod-worker.ts';
import type { Image } from '../../../machine/index.ts';
import { ConfigError } from './config-error.ts';

/** Who a container's programs run as. */
export interface ContainerUserIds {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

const root: ContainerUserIds = Object.freeze({ uid: 0, gid: 0, groups: Object.freeze([0]) });

/** Finds who a container runs as, from its security context, the Pod's and the image. Throws ConfigError. */
export function userOf(worker: PodWorker, container: AnyContainer, image: Image, files: FileSystem): ContainerUserIds {
  const podContext = worker.pod.spec.securityContext;
  const context = container.securityContext;
  const runAsUser = context?.runAsUser ?? podContext.runAsUser;
  const fromImage = imageUser(image.user, files);
  if (context?.runAsNonRoot ?? podContext.runAsNonRoot) verifyNonRoot(worker, container, runAsUser, image.user, fromImage.uid);
  const uid = runAsUser ?? fromImage.uid;
  const gid = context?.runAsGroup ?? podContext.runAsGroup ?? (runAsUser === undefined ? fromImage.gid : 0);
  const more = [...(podContext.supplementalGroups ?? []), ...(podContext.fsGroup === undefined ? [] : [podContext.fsGroup])];
  if (uid === 0 && gid === 0 && more.length === 0) return root;
  return { uid, gid, groups: [...new Set([gid, ...more])].sort((a, b) => a - b) };
}

function verifyNonRoot(worker: PodWorker, container: AnyContainer, runAsUser: number | undefined, imageName: string, imageUid: number): void {
  const where = `(pod: "${worker.title}", container: ${container.name})`;
  if (runAsUser !== undefined) {
    if (runAsUser === 0) throw new ConfigError(`container's runAsUser breaks non-root policy ${where}`);
    return;
  }
  const [name = ''] = imageName.split(':');
  if (name !== '' && !/^\d+$/.test(name)) {
    throw new ConfigError(`container has runAsNonRoot and image has non-numeric user (${name}), cannot verify user is non-root ${where}`);
  }
  if (imageUid === 0) throw new ConfigError(`container has runAsNonRoot and image will run as root ${where}`);
}

/** The numbers of an image's user: given as numbers, or found by name in its files. */
function imageUser(user: string, files: FileSystem): { readonly uid: number; readonly gid: number } {
  if (user === '') return { uid: 0, gid: 0 };
  const [name = '', group] = user.split(':');
  const entry = lineOf(files, '/etc/passwd', name);
  const uid = /^\d+$/.test(name) ? Number(name) : Number(entry?.[2] ?? 0);
  if (group === undefined) return { uid, gid: Number(entry?.[3] ?? 0) };
  return { uid, gid: /^\d+$/.test(group) ? Number(group) : Number(lineOf(files, '/etc/group', group)?.[2] ?? 0) };
}

function lineOf(files: FileSystem, path: string, name: string): readonly string[] | undefined {
  if (!files.exists(path)) return undefined;
  return files.read(path).split('\n').map((line) => line.split(':')).find((fields) => fields[0] === name || fields[2] === name);
}
