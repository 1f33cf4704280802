import type { Readable } from './pipe.ts';

/** Why a file operation failed; the texts are those of strerror. */
export type FileErrorCode = 'ENOENT' | 'EEXIST' | 'ENOTDIR' | 'EISDIR' | 'ENOTEMPTY' | 'ENOSPC' | 'EROFS' | 'EACCES' | 'EBUSY' | 'EFBIG' | 'ENOMEM' | 'EPERM';

const texts: Readonly<Record<FileErrorCode, string>> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  ENOSPC: 'No space left on device',
  EROFS: 'Read-only file system',
  EACCES: 'Permission denied',
  EBUSY: 'Device or resource busy',
  EFBIG: 'File too large',
  ENOMEM: 'Cannot allocate memory',
  EPERM: 'Operation not permitted',
};

/** An operating failure of a file system; `message` is what a program prints behind the path. */
export class FileError extends Error {
  readonly code: FileErrorCode;
  readonly path: string;

  constructor(code: FileErrorCode, path: string) {
    super(texts[code]);
    this.name = 'FileError';
    this.code = code;
    this.path = path;
  }
}

/** What may be done with a file: of a directory, `execute` is to go through it. */
export type FileAccess = 'read' | 'write' | 'execute';

/** The bit of a directory whose group is that of all that is made in it. */
export const setGroupBit = 0o2000;
/** The bit of a directory in which only owners remove and rename what is theirs. */
export const stickyBit = 0o1000;

/** What `stat` tells. Sizes in bytes (characters are counted as bytes), times in virtual milliseconds. */
export interface FileStat {
  readonly type: 'file' | 'directory' | 'link' | 'device';
  readonly size: number;
  readonly mode: number;
  /** Whose it is. */
  readonly uid: number;
  readonly gid: number;
  readonly modifiedMs: number;
  /** Where a symbolic link points. */
  readonly target?: string;
  /** Of a character device. */
  readonly device?: { readonly major: number; readonly minor: number };
}

/** The owner of a file, or the part of it that is to change. */
export interface FileOwner {
  readonly uid?: number;
  readonly gid?: number;
}

/** Bytes that files may take, and those that they take. */
export interface Room {
  readonly capacity: number;
  readonly used: number;
}

/** A place where something is mounted. */
export interface MountPoint {
  readonly at: string;
  readonly isReadOnly: boolean;
  /** The memory that what is there may take and takes, if it is kept there. */
  readonly memory: Room | undefined;
}

/**
 * What programs need of a file system. Paths are absolute and normalised by the implementation. All calls are at once;
 * they throw FileError. Contents are text.
 */
export interface FileSystem {
  /** What is mounted in it, in the order of the places. */
  mountPoints?(): readonly MountPoint[];
  /** The memory that it may take and takes, if it is kept there. */
  readonly memory?: Room | undefined;
  /** Opens what gives as much as one asks for, a device; undefined for files, which are read. */
  open?(path: string): Readable | undefined;
  read(path: string): string;
  write(path: string, content: string, mode?: number): void;
  append(path: string, content: string): void;
  list(path: string): readonly string[];
  stat(path: string): FileStat;
  exists(path: string): boolean;
  makeDirectory(path: string, options?: { readonly parents?: boolean }): void;
  remove(path: string, options?: { readonly recursive?: boolean }): void;
  rename(from: string, to: string): void;
  link(path: string, target: string): void;
  /** Where a symbolic link points; undefined for what is none. `stat` follows links. */
  readLink?(path: string): string | undefined;
  /** What a symbolic link is itself; undefined for what is none. */
  statLink?(path: string): FileStat | undefined;
  changeMode(path: string, mode: number): void;
  changeOwner(path: string, owner: FileOwner): void;
  /** Whether who looks at what is there may do that; absent where everything is allowed. */
  allows?(path: string, what: FileAccess): boolean;
}
