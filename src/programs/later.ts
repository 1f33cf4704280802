// What stands on machines and in registries before it has been loaded. It must be there when it is started, or pulled.

import { Late } from '../base/index.ts';
import type { DataDirectories } from '../etcd/index.ts';
import type { Program } from '../machine/index.ts';
import type * as everyLater from './every-later.ts';
import type { CatalogueAnswer, WantedImage } from './servers/catalogue.ts';

/** The shell, its tools, and what the images of the registries run. */
export const programs = new Late<typeof everyLater>('the programs of machines');

export const bashProgram: Program = programs.deferred((every) => every.bashProgram);
export const etcdctl = (endpoints?: () => string): Program => programs.deferred((every) => every.etcdctl(endpoints));
export const etcdutl = (directories: DataDirectories): Program => programs.deferred((every) => every.etcdutl(directories));

/** A program that every machine has, by its name. */
export const machineTool = programs.deferred((every) => (name: string) => every.machineTools.get(name));

/** The images of the public registries. */
export const imageCatalogue = { find: programs.deferred((every) => (wanted: WantedImage): CatalogueAnswer => every.imageCatalogue.find(wanted)) };

/** A shell that lives on between texts. */
export const openShell = programs.deferred((every) => every.openShell);

/** A person's terminal on such a shell. */
export const openTerminal = programs.deferred((every) => every.openTerminal);

export const completeFile = programs.deferred((every) => every.completeFile);
