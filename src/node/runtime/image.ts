import type { FileSystem, Program } from '../../machine/index.ts';
import type { ImageReference } from './reference.ts';

/** One layer of an image as a registry stores it. */
export interface ImageLayer {
  readonly digest: string;
  readonly sizeBytes: number;
}

/** An image: what a registry gives and a container begins with. Immutable and shared. */
export interface Image {
  /** `sha256:…` of its manifest. */
  readonly digest: string;
  readonly layers: readonly ImageLayer[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** As in a Dockerfile: empty for root, a name, or `uid[:gid]`. */
  readonly user: string;
  readonly exposedPorts: readonly number[];
  /** Puts the image's files into an empty file system. Asked once for each node. */
  readonly fill: (files: FileSystem) => void;
  /** The program of that name or path; scripts are found through the container's files. */
  readonly findProgram: (name: string, files: FileSystem) => Program | undefined;
}

/** What a registry says when it is asked for an image. */
export type ImageAnswer =
  | { readonly verdict: 'found'; readonly image: Image }
  | { readonly verdict: 'no-such-tag' }
  | { readonly verdict: 'no-such-repository' }
  | { readonly verdict: 'failed'; readonly message: string };

/** All images that the registries of a world have. */
export interface ImageCatalogue {
  find(reference: ImageReference): ImageAnswer;
}

/** Size of all layers. */
export function imageSize(image: Image): number {
  let size = 0;
  for (const layer of image.layers) size += layer.sizeBytes;
  return size;
}
