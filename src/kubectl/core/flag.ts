// The flags that many verbs share.
// Upstream: k8s.io/kubectl pkg/cmd/util

import { array, bool, duration, int, strings, text } from '../../programs/command-line/index.ts';
import type { FlagSpec } from '../../programs/command-line/index.ts';

export { array, bool, duration, int, pairs as pairsFlag, strings, text } from '../../programs/command-line/index.ts';
export type { FlagSpec } from '../../programs/command-line/index.ts';

const outputFormats = 'json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file';

export const showManagedFieldsFlag = bool('show-managed-fields', 'If true, keep the managedFields when printing objects in JSON or YAML format.');

/** The flags that say how a changed object is printed. */
export const printFlags: readonly FlagSpec[] = [
  bool('allow-missing-template-keys', 'If true, ignore any errors in templates when a field or map key is missing in the template. Only applies to golang and jsonpath output formats.', { value: 'true' }),
  text('output', `Output format. One of: (${outputFormats}).`, { short: 'o' }),
  showManagedFieldsFlag,
  text('template', 'Template string or path to template file to use when -o=go-template, -o=go-template-file. The template format is golang templates [http://golang.org/pkg/text/template/#pkg-overview].'),
];

/** Names files. */
export const filenameFlag = (usage: string): FlagSpec => strings('filename', usage, { short: 'f' });

/** @param value whether folders within folders are read when nothing is said */
export const recursiveFlag = (value = 'false'): FlagSpec => bool('recursive', 'Process the directory used in -f, --filename recursively. Useful when you want to manage related manifests organized within the same directory.', { short: 'R', value });

/** The flags that name files. @param article how a command calls the folder of `-k` */
export const fileFlags = (usage: string, article: 'a' | 'the' = 'the'): readonly FlagSpec[] => [
  filenameFlag(usage),
  text('kustomize', `Process ${article} kustomization directory. This flag can't be used together with -f or -R.`, { short: 'k' }),
  recursiveFlag(),
];

/** The flags that name files without saying more of them, in folders within folders too. */
export const plainFileFlags: readonly FlagSpec[] = [filenameFlag('identifying the resource.'), recursiveFlag('true')];

export const dryRunFlag = text('dry-run', 'Must be "none", "server", or "client". If client strategy, only print the object that would be sent, without sending it. If server strategy, submit server-side request without persisting the resource.', { value: 'none', bare: 'unchanged' });

export const validateFlag = text('validate', 'Must be one of: strict (or true), warn, ignore (or false). "true" or "strict" will use a schema to validate the input and fail the request if invalid. It will perform server side validation if ServerSideFieldValidation is enabled on the api-server, but will fall back to less reliable client-side validation if not. "warn" will warn about unknown or duplicate fields without blocking the request if server-side field validation is enabled on the API server, and behave as "ignore" otherwise. "false" or "ignore" will not perform any schema validation, silently dropping any unknown or duplicate fields.', { value: 'strict', bare: 'strict' });

export const fieldManagerFlag = (manager: string): FlagSpec => text('field-manager', 'Name of the manager used to track field ownership.', { value: manager });

export const selectorFlag = text('selector', "Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin'.(e.g. -l key1=value1,key2=value2,key3 in (value3)). Matching objects must satisfy all of the specified label constraints.", { short: 'l' });

/** The selector of commands that speak of less than they can. */
export const equalitySelectorFlag = text('selector', "Selector (label query) to filter on, supports '=', '==', and '!='.(e.g. -l key1=value1,key2=value2)", { short: 'l' });

export const fieldSelectorFlag = text('field-selector', "Selector (field query) to filter on, supports '=', '==', and '!='.(e.g. --field-selector key1=value1,key2=value2). The server only supports a limited number of field queries per type.");

export const chunkSizeFlag = int('chunk-size', 'Return large lists in chunks rather than all at once. Pass 0 to disable.', { value: '500' });

export const allNamespacesFlag = bool('all-namespaces', 'If present, list the requested object(s) across all namespaces. Namespace in current context is ignored even if specified with --namespace.', { short: 'A' });

export const saveConfigFlag = bool('save-config', 'If true, the configuration of current object will be saved in its annotation. Otherwise, the annotation will be unchanged. This flag is useful when you want to perform kubectl apply on this object in the future.');

export const cascadeFlag = text('cascade', 'Must be "background", "orphan", or "foreground". Selects the deletion cascading strategy for the dependents (e.g. Pods created by a ReplicationController). Defaults to background.', { value: 'background', bare: 'background' });

/** The flags of deletion that verbs other than delete have too. */
export const deleteFlags: readonly FlagSpec[] = [
  cascadeFlag,
  bool('force', 'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.'),
  int('grace-period', 'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).', { value: '-1' }),
  duration('timeout', 'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object'),
];

export const kubercFlag = text('kuberc', 'Path to the kuberc file to use for preferences. This can be disabled by exporting KUBECTL_KUBERC=false feature gate or turning off the feature KUBERC=off.');

/** The flags that every command takes (`kubectl options`). */
export const globalFlags: readonly FlagSpec[] = [
  text('as', 'Username to impersonate for the operation. User could be a regular user or a service account in a namespace.'),
  array('as-group', 'Group to impersonate for the operation, this flag can be repeated to specify multiple groups.'),
  text('as-uid', 'UID to impersonate for the operation.'),
  array('as-user-extra', 'User extras to impersonate for the operation, this flag can be repeated to specify multiple values for the same key.'),
  text('cache-dir', 'Default cache directory', { value: '/root/.kube/cache' }),
  text('certificate-authority', 'Path to a cert file for the certificate authority'),
  text('client-certificate', 'Path to a client certificate file for TLS'),
  text('client-key', 'Path to a client key file for TLS'),
  text('cluster', 'The name of the kubeconfig cluster to use'),
  text('context', 'The name of the kubeconfig context to use'),
  bool('disable-compression', 'If true, opt-out of response compression for all requests to the server'),
  bool('insecure-skip-tls-verify', "If true, the server's certificate will not be checked for validity. This will make your HTTPS connections insecure"),
  text('kubeconfig', 'Path to the kubeconfig file to use for CLI requests.'),
  kubercFlag,
  duration('log-flush-frequency', 'Maximum number of seconds between log flushes', { value: '5s' }),
  bool('match-server-version', 'Require server version to match client version'),
  text('namespace', 'If present, the namespace scope for this CLI request', { short: 'n' }),
  text('password', 'Password for basic authentication to the API server'),
  text('profile', 'Name of profile to capture. One of (none|cpu|heap|goroutine|threadcreate|block|mutex|trace)', { value: 'none' }),
  text('profile-output', 'Name of the file to write the profile to', { value: 'profile.pprof' }),
  text('request-timeout', 'The length of time to wait before giving up on a single server request. Non-zero values should contain a corresponding time unit (e.g. 1s, 2m, 3h). A value of zero means don\'t timeout requests.', { value: '0' }),
  text('server', 'The address and port of the Kubernetes API server', { short: 's' }),
  text('tls-server-name', 'Server name to use for server certificate validation. If it is not provided, the hostname used to contact the server is used'),
  text('token', 'Bearer token for authentication to the API server'),
  text('user', 'The name of the kubeconfig user to use'),
  text('username', 'Username for basic authentication to the API server'),
  int('v', 'number for the log level verbosity', { short: 'v' }),
  array('vmodule', 'comma-separated list of pattern=N settings for file-filtered logging (only works for the default text log format)', { value: '' }),
  bool('warnings-as-errors', 'Treat warnings received from the server as errors and exit with a non-zero exit code'),
];
