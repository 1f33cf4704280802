// What all commands below `kubectl create` have in common.

import type { Process } from '../../../../kernel/index.ts';
import { ApiError, parseApiVersion } from '../../../../kinds/index.ts';
import type { Command } from '../../../core/command.ts';
import type { Mapping } from '../../../core/discovery.ts';
import { CommandError, RequestError, operating, usageError } from '../../../core/errors.ts';
import { dryRunFlag, fieldManagerFlag, printFlags, saveConfigFlag, validateFlag } from '../../../core/flag.ts';
import type { FlagSpec } from '../../../core/flag.ts';
import type { Flags } from '../../../../programs/command-line/index.ts';
import type { Kubectl } from '../../../core/kubectl.ts';
import { textAt, withField } from '../../../core/object.ts';
import type { AnyObject } from '../../../core/object.ts';
import { typedPrinter } from '../../../printers/output.ts';
import { createMade, createObject, fieldValidation } from '../create-object.ts';

/** The flags of every generator. */
export const generatorFlags: readonly FlagSpec[] = [...printFlags, dryRunFlag, fieldManagerFlag('kubectl-create'), saveConfigFlag, validateFlag];

/** What is special about one generator. */
export interface Generator {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly short: string;
  readonly usage: string;
  readonly flags: readonly FlagSpec[];
  readonly required?: readonly string[];
  readonly isClusterScoped?: boolean;
  /** Stands before what the server says when it refuses. */
  readonly failure?: string;
  /** What stands between that and the server's words; a colon where nothing is said. */
  readonly failureEnd?: string;
  /** Whether what is created is never kept in an annotation, whatever `--save-config` says. */
  readonly isUnsaved?: boolean;
  /** Whether words after the name are a command. */
  readonly takesCommand?: boolean;
  /** The object that the flags describe. */
  build(input: GeneratorInput): Process<AnyObject>;
}

/** What a generator has to work with. */
export interface GeneratorInput {
  readonly kubectl: Kubectl;
  readonly flags: Flags;
  readonly name: string;
  readonly command: readonly string[];
}

/** The command of a generator. */
export function generatorCommand(generator: Generator): Command {
  const { name, short, usage } = generator;
  return {
    name, short, usage,
    ...(generator.aliases ? { aliases: generator.aliases } : undefined),
    flags: [...generatorFlags, ...generator.flags],
    ...(generator.required ? { required: generator.required } : undefined),
    run: (kubectl, args) => generate(generator, kubectl, args),
  };
}

function* generate(generator: Generator, kubectl: Kubectl, args: readonly string[]): Process {
  const { flags } = kubectl;
  const names = flags.dashAt >= 0 ? args.slice(0, flags.dashAt) : args;
  const [name] = names;
  if (name === undefined || names.length !== 1) throw usageError(kubectl.found.path, `exactly one NAME is required, got ${names.length}`);
  const command = args.slice(1);
  kubectl.connect();
  const print = typedPrinter(kubectl, 'created');
  fieldValidation(kubectl);
  const built = yield* generator.build({ kubectl, flags, name, command });
  const isNamespaced = generator.isClusterScoped !== true;
  const placed = isNamespaced && kubectl.isNamespaceEnforced ? withField(built, ['metadata', 'namespace'], kubectl.namespace) : built;
  yield* kubectl.out(print(yield* send(generator, kubectl, placed)));
}

function* send(generator: Generator, kubectl: Kubectl, object: AnyObject): Process<AnyObject> {
  const namespace = generator.isClusterScoped === true ? undefined : kubectl.namespace;
  try {
    return yield* (generator.isUnsaved === true ? createObject(kubectl, mappingOf(object), namespace, object, (each) => each) : createMade(kubectl, mappingOf(object), namespace, object));
  } catch (error) {
    const failure = operating(error);
    if (generator.failure === undefined || !(failure instanceof ApiError || failure instanceof RequestError)) throw failure;
    throw new CommandError(`${generator.failure}${generator.failureEnd ?? ': '}${failure.message}`);
  }
}

const irregular: Readonly<Record<string, string>> = {
  Ingress: 'ingresses', NetworkPolicy: 'networkpolicies', PriorityClass: 'priorityclasses',
};

/** The resource of a built-in kind, which the generators know without asking the server. */
export function mappingOf(object: AnyObject): Pick<Mapping, 'group' | 'kind' | 'resource' | 'version'> & Mapping {
  const kind = textAt(object, 'kind');
  const { group, version } = parseApiVersion(textAt(object, 'apiVersion'));
  return {
    group, version, kind, resource: irregular[kind] ?? `${kind.toLowerCase()}s`, singular: kind.toLowerCase(), namespaced: true,
    shortNames: [], categories: [], verbs: [], subresources: [],
  };
}

/** Pairs written as `a=b`, in order. */
export function pairs(values: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const value of values) {
    const equals = value.indexOf('=');
    found[equals < 0 ? value : value.slice(0, equals)] = equals < 0 ? '' : value.slice(equals + 1);
  }
  return found;
}
