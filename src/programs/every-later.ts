// What programs are made of, as far as others start or open it.

export { etcdctl } from './etcdctl/program.ts';
export { etcdutl } from './etcdutl/program.ts';
export { imageCatalogue } from './servers/catalogue.ts';
export { completeFile } from './shell/completion.ts';
export { openShell } from './shell/session.ts';
export { openTerminal } from './shell/session-terminal.ts';
export { bashProgram } from './shell/shell-program.ts';
export { machineTools } from './tools/toolset.ts';
