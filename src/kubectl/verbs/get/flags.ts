// Upstream: k8s.io/kubectl pkg/cmd/get/get_flags.go
import { allNamespacesFlag, bool, chunkSizeFlag, fieldSelectorFlag, fileFlags, printFlags, selectorFlag, strings, text } from '../../core/flag.ts';
import type { FlagSpec } from '../../core/flag.ts';

/** The flags of `kubectl get`. */
export const getFlags: readonly FlagSpec[] = [
  ...printFlags.filter((flag) => flag.name !== 'output'),
  text('output', 'Output format. One of: (json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file, custom-columns, custom-columns-file, wide). See custom columns [https://kubernetes.io/docs/reference/kubectl/#custom-columns], golang template [http://golang.org/pkg/text/template/#pkg-overview] and jsonpath template [https://kubernetes.io/docs/reference/kubectl/jsonpath/].', { short: 'o' }),
  ...fileFlags('Filename, directory, or URL to files identifying the resource to get from a server.'),
  allNamespacesFlag, chunkSizeFlag, fieldSelectorFlag, selectorFlag,
  bool('ignore-not-found', 'If set to true, suppresses NotFound error for specific objects that do not exist. Using this flag with commands that query for collections of resources has no effect when no resources are found.'),
  strings('label-columns', 'Accepts a comma separated list of labels that are going to be presented as columns. Names are case-sensitive. You can also use multiple flag options like -L label1 -L label2...', { short: 'L' }),
  bool('no-headers', "When using the default or custom-column output format, don't print headers (default print headers)."),
  bool('output-watch-events', 'Output watch event objects when --watch or --watch-only is used. Existing objects are output as initial ADDED events.'),
  text('raw', 'Raw URI to request from the server.  Uses the transport specified by the kubeconfig file.'),
  bool('server-print', 'If true, have the server return the appropriate table output. Supports extension APIs and CRDs.', { value: 'true' }),
  bool('show-kind', 'If present, list the resource type for the requested object(s).'),
  bool('show-labels', 'When printing, show all labels as the last column (default hide labels column)'),
  text('sort-by', "If non-empty, sort list types using this field specification.  The field specification is expressed as a JSONPath expression (e.g. '{.metadata.name}'). The field in the API resource specified by this JSONPath expression must be an integer or a string."),
  text('subresource', 'If specified, gets the subresource of the requested object.'),
  bool('watch', 'After listing/getting the requested object, watch for changes.', { short: 'w' }),
  bool('watch-only', 'Watch for changes to the requested object(s), without listing/getting first.'),
];
