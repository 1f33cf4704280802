import { debianRelease } from '../../machine/index.ts';
import { alpineTools, busyboxTools, debianTools } from '../tools/toolset.ts';
import type { BaseImage } from './image.ts';

/** Debian 12, below most images of servers. */
export const debian: BaseImage = { name: 'debian:12', sizeBytes: 28_200_000, programs: debianTools, release: debianRelease('12', 'bookworm') };

/** Alpine 3.20: busybox with musl. */
export const alpine: BaseImage = {
  name: 'alpine:3.20', sizeBytes: 3_620_000, programs: alpineTools,
  release: 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\nHOME_URL="https://alpinelinux.org/"\n',
};

/** busybox by itself. */
export const busybox: BaseImage = { name: 'busybox', sizeBytes: 2_160_000, programs: busyboxTools, release: 'NAME="BusyBox"\nID=busybox\n' };

/** Ubuntu 24.04. */
export const ubuntu: BaseImage = {
  name: 'ubuntu:24.04', sizeBytes: 29_700_000, programs: debianTools,
  release: 'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nVERSION="24.04.1 LTS (Noble Numbat)"\nVERSION_CODENAME=noble\nID=ubuntu\nID_LIKE=debian\n',
};
