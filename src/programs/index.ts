/** Programs of the simulated machines and containers: what can be installed before it has been loaded (`provide.ts`). */
export { completeFile, etcdctl, etcdutl, imageCatalogue, machineTool, openShell, openTerminal } from './later.ts';
export type { CatalogueAnswer, WantedImage } from './servers/catalogue.ts';
export type { Completion } from './shell/completion.ts';
export type { SessionIo, SessionOptions, ShellSession } from './shell/session.ts';
export type { SessionTerminal, SessionTerminalOptions } from './shell/session-terminal.ts';
export { serveSecureShell } from './ssh/server.ts';
export { fillMachine } from './tools/machine-files.ts';
export { machineToolNames } from './tools/tool-names.ts';
