/** The words for requests on their way through the API server, and for who manages which fields, in English. */
export const enRequests = {
  'stages.title': 'Through the API server', 'stages.before': 'The stage before', 'stages.next': 'The next stage',
  'stage.authentication': 'Authentication', 'stage.impersonation': 'Impersonation', 'stage.authorization': 'Authorization', 'stage.decoding': 'Decoding, defaults',
  'stage.mutating': 'Mutating admission', 'stage.validation': 'Validation', 'stage.validating': 'Validating admission', 'stage.storage': 'Storage in etcd', 'stage.watch': 'Watch fan-out',
  'owners.title': 'Who manages which fields', 'owners.tell': 'Each colour is a field manager. To set a field that another one applied, both have to want the same value.',
  'owners.conflicts': 'Conflicts by owner', 'owners.holds': '{{owner}} holds',
  'owners.leave': 'Leave these fields out of your manifest: they stay with their owner.',
  'owners.share': 'Or write the very value that is there: then both own it.',
  'owners.force': 'Or take them over: `kubectl apply --server-side --force-conflicts`',
} as const;
