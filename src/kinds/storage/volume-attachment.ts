// VolumeAttachment: that a volume is to be attached to a node.
// Upstream: pkg/registry/storage/volumeattachment/strategy.go, pkg/apis/storage/validation ValidateVolumeAttachment

import { deepEqual } from '../../base/index.ts';
import { checkDnsSubdomain } from '../checks.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { Column } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { forbidden, invalid, path, printedJson, required } from '../field-error.ts';
import type { VolumeAttachment, VolumeAttachmentInput, VolumeAttachmentSpecInput } from '../generated/types.ts';
import { checkCsiDriverName } from '../core/driver-name.ts';
import { volumeSourceDefaults } from '../core/persistent-volume-defaults.ts';
import { goFields } from '../go-struct.ts';
import { checkInlineVolume } from '../later.ts';
import { complete } from '../reuse.ts';

const at = path('spec');
const noSpec: VolumeAttachmentSpecInput = { attacher: '', nodeName: '', source: {} };
const oneSource = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';

function validate({ spec }: VolumeAttachment): FieldError[] {
  const errors: FieldError[] = [];
  const { attacher, source, nodeName } = spec;
  checkCsiDriverName(errors, at.child('attacher'), attacher);
  const { inlineVolumeSpec, persistentVolumeName } = source;
  const where = at.child('source');
  if (inlineVolumeSpec && persistentVolumeName !== undefined) errors.push(forbidden(where, oneSource));
  else if (!inlineVolumeSpec && persistentVolumeName === undefined) errors.push(required(where, oneSource));
  else if (persistentVolumeName === '') errors.push(required(where.child('persistentVolumeName'), 'must specify non empty persistentVolumeName'));
  if (inlineVolumeSpec && persistentVolumeName === undefined) checkInlineVolume(errors, where.child('inlineVolumeSpec'), inlineVolumeSpec);
  checkDnsSubdomain(errors, at.child('nodeName'), nodeName);
  if (persistentVolumeName !== undefined) checkDnsSubdomain(errors, where.child('persistentVolumeName'), persistentVolumeName);
  return errors;
}

function validateUpdate(next: VolumeAttachment, previous: VolumeAttachment): readonly FieldError[] {
  const errors = validate(next);
  if (deepEqual(next.spec, previous.spec)) return errors;
  const { attacher, nodeName, source } = next.spec;
  const inline = source.inlineVolumeSpec && Object.fromEntries(goFields('v1.PersistentVolumeSpec', source.inlineVolumeSpec));
  const internal = { Attacher: attacher, Source: { PersistentVolumeName: source.persistentVolumeName ?? null, InlineVolumeSpec: inline ?? null }, NodeName: nodeName };
  return [...errors, invalid(at, printedJson(internal), 'field is immutable')];
}

const largestCode = 2_147_483_647;

function validateStatus({ status }: VolumeAttachment): readonly FieldError[] {
  return (['attachError', 'detachError'] as const).flatMap((name) => {
    const code = status[name]?.errorCode;
    const isWrong = code !== undefined && (code < 0 || code > largestCode);
    return isWrong ? [invalid(path('status', name, 'errorCode'), code, `must be between 0 and ${largestCode}, inclusive`)] : [];
  });
}

const attachedColumn: Column<VolumeAttachment> = { name: 'Attached', type: 'boolean', cell: ({ status }) => status.attached };
const attacherColumn: Column<VolumeAttachment> = { name: 'Attacher', type: 'string', format: 'name', cell: ({ spec }) => spec.attacher };

/** How VolumeAttachments are completed, checked, shown and selected. */
export const volumeAttachmentKind = defineKind<VolumeAttachmentInput, VolumeAttachment>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttachment',
  metadataLooks: { ofChange: ['new'], ofStatus: [] },
  allowUnconditionalUpdate: false,
  defaults: (input) => {
    const spec = input.spec ?? noSpec;
    const { status } = input;
    const source = spec.source ?? {};
    const inline = source.inlineVolumeSpec && volumeSourceDefaults(source.inlineVolumeSpec);
    return complete(input, {
      metadata: input.metadata ?? {},
      spec: complete(spec, { attacher: spec.attacher ?? '', nodeName: spec.nodeName ?? '', source: complete(source, { inlineVolumeSpec: inline }) }) as VolumeAttachment['spec'], // nothing is filled in further down
      status: complete(status ?? { attached: false }, { attached: status?.attached ?? false }),
    });
  },
  initialStatus: () => ({ attached: false }),
  validateCreate: validate,
  validateUpdate,
  validateStatusUpdate: validateStatus,
  columns: [
    nameColumn,
    attacherColumn,
    textColumn('PV', ({ spec }) => spec.source.persistentVolumeName ?? ''),
    textColumn('Node', ({ spec }) => spec.nodeName),
    attachedColumn,
    ageColumn,
  ],
});
