// What a kubeconfig's user and the flags show to the server.
// Upstream: k8s.io/client-go tools/clientcmd (client_config.go, validation.go), transport

import { base64DecodeText, isObject } from '../../base/index.ts';
import { noCredentials } from '../../kinds/index.ts';
import type { Credentials, Impersonation } from '../../kinds/index.ts';
import { FileError, joinPath } from '../../machine/index.ts';
import type { FileSystem } from '../../machine/index.ts';
import type { Asker } from './api.ts';
import { CommandError, PlainError } from './errors.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What flags put in place of a user's fields; '' and empty where they say nothing. */
export interface UserFlags {
  readonly certificate: string;
  readonly key: string;
  readonly token: string;
  readonly username: string;
  readonly password: string;
  readonly impersonate: Impersonation;
}

/** Where the files that a kubeconfig names are. */
interface Place {
  readonly files: FileSystem;
  readonly directory: string;
}

/** Somebody who may be about to ask. */
export interface UserEntry extends Place {
  /** As the kubeconfig calls them. */
  readonly name: string;
  readonly fields: Fields;
  readonly flags: UserFlags;
  /** What is wrong with the cluster that is asked. */
  readonly clusterProblems: readonly string[];
  /** Whether it goes by TLS; else nothing is shown, and nobody is asked for a name. */
  readonly isSecure: boolean;
}

const textAt = (fields: Fields, key: string): string => {
  const value = fields[key];
  return typeof value === 'string' ? value : '';
};

/** Who asks, by a user of the kubeconfig. Throws what kubectl says of one that says too little. */
export function askerOf(entry: UserEntry): Asker {
  const impersonate = impersonation(entry);
  return { credentials: credentials(entry), ...(impersonate ? { impersonate } : {}) };
}

function credentials(entry: UserEntry): Credentials {
  const { name, fields, flags, isSecure } = entry;
  if (!isSecure) {
    refuse(entry.clusterProblems);
    return noCredentials;
  }
  const certificate = pem(entry, flags.certificate, 'client-certificate');
  const key = pem(entry, flags.key, 'client-key');
  const token = flags.token || textAt(fields, 'token') || tokenFrom(entry, textAt(fields, 'tokenFile'));
  const problems: string[] = [];
  if (certificate && !key) problems.push(`client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`);
  if (certificate && 'missing' in certificate) problems.push(`unable to read client-cert ${certificate.missing} for ${name} due to open ${certificate.missing}: no such file or directory`);
  if (certificate && key && 'missing' in key) problems.push(`unable to read client-key ${key.missing} for ${name} due to open ${key.missing}: no such file or directory`);
  const isBasic = (flags.username || textAt(fields, 'username')) !== '';
  const hasToken = (flags.token || textAt(fields, 'token')) !== '';
  if (hasToken && (isBasic || (flags.password || textAt(fields, 'password')) !== '')) problems.push(`more than one authentication method found for ${name}; found [token basicAuth], only one is allowed`);
  refuse([...problems, ...entry.clusterProblems]);
  // Whoever shows nothing is asked for a name; nobody answers here.
  if (!certificate && token === '' && !isBasic) throw new PlainError('Please enter Username: error: EOF');
  return { ...(certificate && 'text' in certificate ? { certificate: certificate.text } : {}), ...(token === '' ? {} : { token }) };
}

function refuse(problems: readonly string[]): void {
  const [problem] = problems;
  if (problems.length > 1) throw new PlainError(`Error in configuration: \n${problems.map((each) => `* ${each}`).join('\n')}`);
  if (problem !== undefined) throw new CommandError(problem);
}

/** A certificate or key: of a flag's file, of the kubeconfig itself, of a file that it names. */
function pem({ files, directory, fields }: UserEntry, flag: string, field: string): { readonly text: string } | { readonly missing: string } | undefined {
  const data = textAt(fields, `${field}-data`);
  if (flag === '' && data !== '') return { text: base64DecodeText(data) ?? '' };
  const path = flag || textAt(fields, field);
  if (path === '') return undefined;
  const at = joinPath(directory, path);
  return files.exists(at) ? { text: files.read(at) } : { missing: path };
}

function tokenFrom({ files, directory }: Place, path: string): string {
  if (path === '') return '';
  try {
    return files.read(joinPath(directory, path)).trim();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`open ${path}: no such file or directory`);
  }
}

/** Flags win over the kubeconfig, each for itself. */
function impersonation({ name, fields: user, flags: { impersonate: flags } }: UserEntry): Impersonation | undefined {
  const groups: unknown = user['as-groups'];
  const kept: unknown = user['as-user-extra'];
  const wanted: Impersonation = {
    user: flags.user || textAt(user, 'as'),
    groups: flags.groups.length > 0 ? flags.groups : Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
    uid: flags.uid || textAt(user, 'as-uid'),
    extra: Object.keys(flags.extra).length > 0 ? flags.extra : isObject(kept) ? (kept as Impersonation['extra']) : {},
  };
  if (wanted.user !== '') return wanted;
  if (wanted.groups.length === 0 && wanted.uid === '' && Object.keys(wanted.extra).length === 0) return undefined;
  throw new CommandError(`requesting uid, groups or user-extra for ${name} without impersonating a user`);
}

/** `--as-user-extra=key=value`, each as often as it is said. */
export function extraOf(flags: readonly string[]): Impersonation['extra'] {
  const extra: Record<string, string[]> = {};
  for (const flag of flags) {
    const equals = flag.indexOf('=');
    if (equals > 0) (extra[flag.slice(0, equals)] ??= []).push(flag.slice(equals + 1));
  }
  return extra;
}
