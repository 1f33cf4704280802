// ConfigMaps and Secrets.
// Upstream: k8s.io/kubectl pkg/describe/describe.go

import { base64Decode, base64DecodeText } from '../../base/index.ts';
import type { ConfigMap, Secret } from '../../kinds/index.ts';
import type { Describer } from './describer.ts';
import { describeEvents, eventsAbout } from './events.ts';
import { sortedPairs } from './page.ts';

function bytesOf(encoded: string): number {
  const decoded = base64Decode(encoded);
  return 'illegalAt' in decoded ? 0 : decoded.length;
}

export const describeConfigMap: Describer = function* describeConfigMap({ kubectl, page, withEvents }, object) {
  const { metadata, data, binaryData } = object as unknown as ConfigMap;
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, '\nData\n====');
  for (const [key, value] of sortedPairs(data)) page.line(0, `${key}:\n----\n${value}\n`);
  page.line(0, '\nBinaryData\n====');
  for (const [key, value] of sortedPairs(binaryData)) page.line(0, `${key}: ${bytesOf(value)} bytes`);
  page.line(0, '');
  if (withEvents) describeEvents(page, yield* eventsAbout(kubectl, object));
};

export const describeSecret: Describer = function* describeSecret({ page }, object) {
  const { metadata, data, type } = object as unknown as Secret;
  page.names(metadata);
  page.labels('Labels', metadata.labels);
  page.annotations('Annotations', metadata.annotations);
  page.line(0, `\nType:\t${type}`);
  page.line(0, '\nData\n====');
  for (const [key, value] of sortedPairs(data)) {
    const isToken = key === 'token' && type === 'kubernetes.io/service-account-token';
    page.field(0, key, isToken ? base64DecodeText(value) ?? '' : `${bytesOf(value)} bytes`);
  }
};
