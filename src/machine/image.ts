import type { FileSystem } from './file-system.ts';
import type { Program } from './program.ts';

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
