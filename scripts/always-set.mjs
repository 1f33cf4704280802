/**
 * The one table of fields that a stored object always has although the schema calls them optional:
 * defaulting, admission or the create strategy fills them in.
 * (Required fields, and structs that Go always writes out, are known from the facts already.)
 */
export const alwaysSet = {
  // metadata
  ObjectMeta: ['name', 'uid', 'resourceVersion', 'creationTimestamp'],
  // core
  PodSpec: ['restartPolicy', 'dnsPolicy', 'terminationGracePeriodSeconds', 'securityContext', 'schedulerName'],
  Container: ['image', 'imagePullPolicy', 'terminationMessagePath', 'terminationMessagePolicy'],
  EphemeralContainer: ['image', 'imagePullPolicy', 'terminationMessagePath', 'terminationMessagePolicy'],
  ContainerPort: ['protocol'],
  Probe: ['timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'],
  HTTPGetAction: ['path', 'scheme'],
  GRPCAction: ['service'],
  ObjectFieldSelector: ['apiVersion'],
  ConfigMapVolumeSource: ['defaultMode'],
  SecretVolumeSource: ['defaultMode'],
  DownwardAPIVolumeSource: ['defaultMode'],
  ProjectedVolumeSource: ['defaultMode'],
  ServiceAccountTokenProjection: ['expirationSeconds'],
  HostPathVolumeSource: ['type'],
  PodStatus: ['phase', 'qosClass'],
  ServiceSpec: ['type', 'sessionAffinity'],
  ServicePort: ['protocol', 'targetPort'],
  CoreEndpointPort: ['protocol'],
  Secret: ['type'],
  NamespaceStatus: ['phase'],
  PersistentVolumeSpec: ['persistentVolumeReclaimPolicy', 'volumeMode'],
  PersistentVolumeStatus: ['phase'],
  PersistentVolumeClaimSpec: ['accessModes', 'resources', 'volumeMode'],
  PersistentVolumeClaimStatus: ['phase'],
  ReplicationControllerSpec: ['replicas', 'selector', 'template'],
  // apps
  DeploymentSpec: ['replicas', 'strategy', 'progressDeadlineSeconds', 'revisionHistoryLimit'],
  DeploymentStrategy: ['type'],
  RollingUpdateDeployment: ['maxSurge', 'maxUnavailable'],
  ReplicaSetSpec: ['replicas', 'template'],
  StatefulSetSpec: [
    'replicas', 'podManagementPolicy', 'revisionHistoryLimit', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy',
  ],
  StatefulSetUpdateStrategy: ['type'],
  StatefulSetPersistentVolumeClaimRetentionPolicy: ['whenDeleted', 'whenScaled'],
  DaemonSetSpec: ['updateStrategy', 'revisionHistoryLimit'],
  DaemonSetUpdateStrategy: ['type'],
  RollingUpdateDaemonSet: ['maxSurge', 'maxUnavailable'],
  // batch
  JobSpec: ['parallelism', 'backoffLimit', 'completionMode', 'suspend', 'podReplacementPolicy', 'selector'],
  CronJobSpec: ['concurrencyPolicy', 'suspend', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'],
  // the rest
  EndpointPort: ['name', 'protocol'],
  CustomResourceDefinitionSpec: ['conversion'],
  MatchResources: ['matchPolicy', 'namespaceSelector', 'objectSelector'],
  NamedRuleWithOperations: ['operations', 'apiGroups', 'apiVersions', 'resources', 'scope'],
  ValidatingAdmissionPolicySpec: ['failurePolicy'],
  MutatingAdmissionPolicySpec: ['failurePolicy', 'reinvocationPolicy'],
  PriorityClass: ['preemptionPolicy'],
  NetworkPolicySpec: ['policyTypes'],
  NetworkPolicyPort: ['protocol'],
  StorageClass: ['reclaimPolicy', 'volumeBindingMode'],
  HorizontalPodAutoscalerSpec: ['minReplicas', 'metrics'],
  ExactDeviceRequest: ['allocationMode'],
  DeviceSubRequest: ['allocationMode'],
  DeviceToleration: ['operator'],
};

/** Fields that are written out as null while they are empty. */
export const nullable = {
  EndpointSlice: ['endpoints', 'ports'],
  Role: ['rules'],
  ClusterRole: ['rules'],
  LimitRangeSpec: ['limits'],
  CSINodeSpec: ['drivers'],
  PodFailurePolicy: ['rules'],
  DeviceClaim: ['requests'],
  CSINodeDriver: ['topologyKeys'],
  CustomResourceDefinitionStatus: ['conditions'],
  HorizontalPodAutoscalerStatus: ['currentMetrics'],
  Event: ['firstTimestamp', 'lastTimestamp', 'eventTime'],
  EventsEvent: ['deprecatedFirstTimestamp', 'deprecatedLastTimestamp', 'eventTime'],
};

/** Fields that the server writes out as null while they are empty, and that a writer may leave out. */
export const nullableWhenDecoded = {
  PodCondition: ['lastProbeTime'],
  ProjectedVolumeSource: ['sources'],
  ContainerImage: ['names'],
  EventSeries: ['lastObservedTime'],
  EventsEventSeries: ['lastObservedTime'],
  ResourcePolicyRule: ['namespaces'],
  TypedLocalObjectReference: ['apiGroup'],
  TypedObjectReference: ['apiGroup'],
};

/** Names of types whose short name exists in more than one group. */
export const renamed = {
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference': 'CustomResourceServiceReference',
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig': 'CustomResourceWebhookClientConfig',
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference': 'APIServiceServiceReference',
  'io.k8s.api.storage.v1.TokenRequest': 'StorageTokenRequest',
  'io.k8s.api.autoscaling.v1.CrossVersionObjectReference': 'CrossVersionObjectReferenceV1',
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler': 'HorizontalPodAutoscalerV1',
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerList': 'HorizontalPodAutoscalerListV1',
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec': 'HorizontalPodAutoscalerSpecV1',
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus': 'HorizontalPodAutoscalerStatusV1',
  'io.k8s.api.core.v1.EndpointPort': 'CoreEndpointPort',
  'io.k8s.api.events.v1.Event': 'EventsEvent',
  'io.k8s.api.events.v1.EventList': 'EventsEventList',
  'io.k8s.api.events.v1.EventSeries': 'EventsEventSeries',
  'io.k8s.api.core.v1.ResourceClaim': 'ContainerResourceClaim',
  'io.k8s.api.flowcontrol.v1.Subject': 'FlowSchemaSubject',
};
