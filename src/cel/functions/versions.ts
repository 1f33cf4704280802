// Semantic versions.
// Upstream: k8s.io/apiserver pkg/cel/library/semverlib.go, github.com/blang/semver/v4

import { compareText, quote } from '../../base/index.ts';
import { opaque } from '../types.ts';
import { CelError, Opaque } from '../values.ts';
import type { OpaqueBehaviour, Value } from '../values.ts';
import { inner, text, truth } from './arguments.ts';
import type { Library } from './arguments.ts';

interface Version {
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly before: readonly string[];
}

const semver: OpaqueBehaviour<Version> = { type: opaque('kubernetes.Semver'), equals: (a, b) => compare(a, b) === 0 };

const digits = /^[0-9]+$/;

function number(written: string, name: string): bigint {
  if (!digits.test(written)) throw new CelError(`Invalid character(s) found in ${name.toLowerCase()} number ${quote(written)}`);
  if (written.length > 1 && written.startsWith('0')) throw new CelError(`${name} number must not contain leading zeroes ${quote(written)}`);
  return BigInt(written);
}

function prerelease(part: string): string {
  if (part === '') throw new CelError('Prerelease is empty');
  if (digits.test(part)) {
    if (part.length > 1 && part.startsWith('0')) throw new CelError(`Numeric PreRelease version must not contain leading zeroes ${quote(part)}`);
  } else if (!/^[0-9A-Za-z-]+$/.test(part)) throw new CelError(`Invalid character(s) found in prerelease ${quote(part)}`);
  return part;
}

function checkBuild(part: string): void {
  if (part === '') throw new CelError('Build meta data is empty');
  if (!/^[0-9A-Za-z-]+$/.test(part)) throw new CelError(`Invalid character(s) found in build meta data ${quote(part)}`);
}

function versionOf(written: string): Version {
  if (written === '') throw new CelError('Version string empty');
  const [major, minor, ...more] = written.split('.');
  if (major === undefined || minor === undefined || more.length === 0) throw new CelError('No Major.Minor.Patch elements found');
  const [, patch = '', before, build] = /^([^-+]*)(?:-([^+]*))?(?:\+(.*))?$/s.exec(more.join('.')) ?? [];
  const numbers = [number(major, 'Major'), number(minor, 'Minor'), number(patch, 'Patch')] as const;
  const parts = (before?.split('.') ?? []).map(prerelease);
  for (const part of build?.split('.') ?? []) checkBuild(part);
  return { numbers, before: parts };
}

/** A version as people write it: without the v and the zeros that lead, with those that lack. */
function normalized(written: string): string {
  const [, numbers = '', rest = ''] = /^([^-+]*)(.*)$/s.exec(written.replace(/^v/, '')) ?? [];
  const parts = numbers.split('.').map((part) => part.replace(/^0+(?=.)/, ''));
  while (parts.length < 3) parts.push('0');
  return parts.join('.') + rest;
}

function compare(a: Version, b: Version): number {
  for (const [index, value] of a.numbers.entries()) {
    const other = b.numbers[index] ?? 0n;
    if (value !== other) return value < other ? -1 : 1;
  }
  // What comes before a version is smaller than it.
  if (a.before.length === 0 || b.before.length === 0) return Math.sign(b.before.length - a.before.length);
  for (let i = 0; i < Math.min(a.before.length, b.before.length); i++) {
    const order = compareParts(a.before[i] ?? '', b.before[i] ?? '');
    if (order !== 0) return order;
  }
  return Math.sign(a.before.length - b.before.length);
}

function compareParts(a: string, b: string): number {
  const [left, right] = [digits.test(a), digits.test(b)];
  if (left !== right) return left ? -1 : 1;
  if (!left) return Math.sign(compareText(a, b));
  return BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;
}

function isVersion(written: string): boolean {
  try {
    versionOf(written);
    return true;
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return false;
  }
}

/** A written version as a value; throws CelError. */
export const semverValue = (written: string): Value => new Opaque(semver, versionOf(written));

const version = (value: Value | undefined): Version => inner(semver, value);
const lenient = (written: Value | undefined, isLenient: Value | undefined): string => (truth(isLenient) ? normalized(text(written)) : text(written));

export const versions: Library = {
  string_to_semver: ([written]) => semverValue(text(written)),
  string_bool_to_semver: ([written, isLenient]) => new Opaque(semver, versionOf(lenient(written, isLenient))),
  is_semver_string: ([written]) => isVersion(text(written)),
  is_semver_string_bool: ([written, isLenient]) => isVersion(lenient(written, isLenient)),
  semver_major: ([a]) => version(a).numbers[0],
  semver_minor: ([a]) => version(a).numbers[1],
  semver_patch: ([a]) => version(a).numbers[2],
  semver_compare_to: ([a, b]) => BigInt(compare(version(a), version(b))),
  semver_is_less_than: ([a, b]) => compare(version(a), version(b)) < 0,
  semver_is_greater_than: ([a, b]) => compare(version(a), version(b)) > 0,
};
