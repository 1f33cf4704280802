/** Programs of the simulated machines and containers: the shell, its tools, and what the images of the registries run. */
export { imageCatalogue } from './servers/catalogue.ts';
export type { CatalogueAnswer, WantedImage } from './servers/catalogue.ts';
export { ash, bash, dash } from './shell/dialect.ts';
export type { Dialect } from './shell/dialect.ts';
export { ShellSession } from './shell/session.ts';
export type { SessionIo, SessionOptions } from './shell/session.ts';
export { ashProgram, bashProgram, dashProgram } from './shell/shell-program.ts';
export { interpreterOf } from './shell/find-command.ts';
export { busyboxTools, curlProgram, debianTools, machineTools } from './tools/toolset.ts';
export { serveSecureShell, sshPort } from './tools/ssh.ts';
export { SessionTerminal } from './shell/session-terminal.ts';
export type { SessionTerminalOptions } from './shell/session-terminal.ts';
export { completeFile } from './shell/completion.ts';
export type { Completion } from './shell/completion.ts';
export { fillMachine } from './tools/machine-files.ts';
