// `npm run -s raft -- FILE`: a conversation in the script language of etcd's raft library, with the
// answers of the nodes in src/raft under each command.
import { readFileSync } from 'node:fs';
import { playConversation, ScriptError } from '../raft/conversation/index.ts';

/** Plays the conversation in a file, or says on standard error what is wrong with it. */
function main(args: readonly string[]): number {
  const [file, ...others] = args;
  if (file === undefined || others.length > 0) {
    process.stderr.write('usage: npm run -s raft -- FILE\n');
    return 2;
  }
  try {
    process.stdout.write(playConversation(readFileSync(file, 'utf8')));
    return 0;
  } catch (error) {
    if (!(error instanceof ScriptError) && !isFileError(error)) throw error;
    process.stderr.write(`raft: ${error.message}\n`);
    return 1;
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

process.exitCode = main(process.argv.slice(2));
