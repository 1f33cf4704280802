/** What an operating system gives to programs: files that survive, pipes, processes with signals. Knows no Kubernetes. */
export { Disk, DiskSpace } from './disk.ts';
export type { DnsAnswer, DnsQuery, DnsRecord } from './dns-message.ts';
export { FileError } from './file-system.ts';
export type { FileErrorCode, FileStat, FileSystem } from './file-system.ts';
export { isHttpRequest, isHttpResponse } from './http.ts';
export type { HttpRequest, HttpResponse } from './http.ts';
export type { Image, ImageLayer } from './image.ts';
export { MountedFiles } from './mounts.ts';
export { joinPath, normalizePath, parentOf } from './path.ts';
export { BrokenPipeError, Capture, Pipe, emptyInput, pipeCapacity, textInput } from './pipe.ts';
export type { Readable, Writable } from './pipe.ts';
export { ProcessTable } from './process-table.ts';
export type { Child, Start } from './process-table.ts';
export { askServer, candidateNames, isDnsAnswer, isDnsQuery, readResolverConfig, resolveName } from './resolver.ts';
export type { Asker, Resolution, ResolverConfig } from './resolver.ts';
export { signalNumbers } from './program.ts';
export type { Program, ProgramContext, ResourceUse, Sandbox, UnixSignal } from './program.ts';
