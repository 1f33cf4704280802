// Requests to a path as it was typed: `--raw` of get, create, replace and delete.
// Upstream: k8s.io/kubectl pkg/rawhttp

import type { Process } from '../../kernel/index.ts';
import type { PathRequest } from '../../kinds/index.ts';
import { CommandError } from '../core/errors.ts';
import type { Kubectl } from '../core/kubectl.ts';
import { rawText } from '../printers/raw.ts';
import { readSources } from './files.ts';

/** Sends the file that `-f` names, if any, to the path of `--raw` and prints what comes back, a stream piece by piece. */
export function* requestRaw(kubectl: Kubectl, verb: PathRequest['verb'], files: readonly string[] = []): Process {
  const path = kubectl.flags.text('raw');
  if (kubectl.flags.text('output') !== '') throw new CommandError('--raw and --output are mutually exclusive');
  if (!isRequestUri(path)) throw new CommandError(`--raw must be a valid URL path: parse ${JSON.stringify(path)}: invalid URI for request`);
  if (files.length > 1) throw new CommandError('--raw can only use a single local file or stdin');
  const [file] = files;
  if (file !== undefined && file !== '-' && !/^https?:/.test(file) && !kubectl.files.exists(kubectl.path(file))) throw new CommandError(`open ${file}: no such file or directory`);
  const [source] = yield* readSources(kubectl, files, false);
  const { reply, stream } = yield* kubectl.api.openPath(verb, path, source ? { body: source.text } : {});
  if (!stream) return yield* kubectl.out(rawText(reply.body, isPretty(path)));
  try {
    for (let piece = yield* stream.next(); piece !== undefined; piece = yield* stream.next()) yield* kubectl.out(rawText(piece));
  } finally {
    stream.cancel();
  }
}

/** Whether the query asks for text that is written to be read by people. */
const isPretty = (path: string): boolean => /[?&]pretty=(1|t|T|true|TRUE|True)(&|$)/.test(path);

/** A path from the root, or a whole address; every `%` begins two hexadecimal digits. */
function isRequestUri(path: string): boolean {
  return /^(\/|\w+:\/\/)/.test(path) && !/%(?![0-9a-fA-F]{2})/.test(path);
}
