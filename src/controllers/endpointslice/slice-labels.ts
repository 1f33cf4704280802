export const serviceNameLabel = 'kubernetes.io/service-name';
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by';
/** When what the endpoints come from changed. */
export const triggerTimeAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';
const headlessLabel = 'service.kubernetes.io/headless';

type Labels = Readonly<Record<string, string>>;

/** The labels of a slice: those of what it is made from, the Service it belongs to, and who manages it. */
export function sliceLabels(from: Labels | undefined, service: string, manager: string, isHeadless: boolean): Labels {
  return { ...from, [serviceNameLabel]: service, [managedByLabel]: manager, ...(isHeadless ? { [headlessLabel]: '' } : {}) };
}
