import { ApiError } from '../../kinds/index.ts';
import type { User } from '../../kinds/index.ts';
import { forbidden, forbiddenPath } from '../failures.ts';
import { fullResource } from './attributes.ts';
import type { Attributes } from './attributes.ts';

/** The answer to who may not. Upstream: k8s.io/apiserver pkg/endpoints/handlers/responsewriters/errors.go */
export function forbiddenTo(user: User, attributes: Attributes, reason: string): ApiError {
  const because = reason === '' ? '' : `: ${reason}`;
  const who = `User ${JSON.stringify(user.name)} cannot ${attributes.verb}`;
  if (attributes.type === 'path') return forbiddenPath(`${who} path ${JSON.stringify(attributes.path)}${because}`);
  const { group, resource, name = '', namespace } = attributes;
  const scope = namespace ? `in the namespace ${JSON.stringify(namespace)}` : 'at the cluster scope';
  const why = `${who} resource ${JSON.stringify(fullResource(attributes))} in API group ${JSON.stringify(group)} ${scope}${because}`;
  return forbidden({ group, version: '', resource }, name, why);
}
