import type { Program } from '../../machine/index.ts';
import { vi } from '../vi/vi.ts';
import { busyboxHttpd } from '../servers/busybox-httpd.ts';
import { ashProgram, bashProgram, dashProgram } from '../shell/shell-program.ts';
import { awk } from './awk/awk.ts';
import { cat } from './cat.ts';
import { curl } from './curl.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { dd } from './dd.ts';
import { df } from './df.ts';
import { cmp, diff } from './diff.ts';
import { hexdump, od, xxd } from './dump.ts';
import { env, printenv, which } from './environment.ts';
import { chmod, chown, cp, ln, mkdir, mktemp, mv, readlink, rm, rmdir, touch } from './file-tools.ts';
import { expr } from './expr.ts';
import { find } from './find.ts';
import { grep } from './grep.ts';
import { head } from './head.ts';
import { ip } from './ip.ts';
import { less } from './less.ts';
import { ls } from './ls.ts';
import { mount } from './mount.ts';
import { getent, ifconfig, nc, netstat, ss, telnet } from './network-tools.ts';
import { nslookup } from './nslookup.ts';
import { apk, apt } from './packages.ts';
import { ping } from './ping.ts';
import { kill, pgrep, pidof, pkill, ps, runner, time, timeout, watch, xargs } from './process-tools.ts';
import { fallocate, truncate } from './resize-tools.ts';
import { sed } from './sed/sed.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { ssh } from './ssh.ts';
import { toolProgram } from './support/tool.ts';
import type { Flavour, ToolBody } from './support/tool.ts';
import type { basicTools, editorTools, moreTools, ownTools, packageTools } from './tool-names.ts';
import { sysctl } from './sysctl.ts';
import { clear, du, failing, free, hostname, id, install, nproc, pwd, stat, stty, succeed, sudo, test, tput, tty, uname, uptime, whoami } from './system-tools.ts';
import { tail } from './tail.ts';
import { tar } from './tar.ts';
import { basename, base64, column, comm, dirname, echo, envsubst, expand, fold, md5sum, nl, paste, printf, rev, seq, sha256sum, tac, tee, yes } from './text-tools.ts';
import { top } from './top.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { wget } from './wget.ts';

type Bodies<Names extends readonly string[]> = Readonly<Record<Names[number], ToolBody>>;

const basic: Bodies<typeof basicTools> = {
  awk, basename, base64, cat, chgrp: chown, chmod, chown, clear, cmp, comm, cp, cut, date, dd, df, diff, dirname, du, echo, egrep: grep, env, expand, fallocate, false: failing, find, fold, grep, head, hostname, id, install, kill, ln, ls, md5sum, mkdir, mktemp, mount, mv, nice: runner, nl, nohup: runner, nproc, paste, printenv, printf, pwd, readlink, realpath: readlink, rm, rmdir, sed, seq, setsid: runner, sha256sum, sleep, sort, stat, sync: succeed, tac, tar, tail, tee, test, '[': test, timeout, touch, tr, true: succeed, truncate, tty, uname, uniq, wc, which, whoami, xargs, yes, rev, getent, expr, gawk: awk, more: less, less, od,
};

const more: Bodies<typeof moreTools> = {
  free, ifconfig, ip, killall: pkill, nc, netstat, nslookup, pgrep, pidof, ping, pkill, ps, ssh, telnet, time, top, hexdump, hd: hexdump, reset: clear, stty, sysctl, xxd, uptime, vi, watch, wget,
};

const editors: Bodies<typeof editorTools> = { vi, view: vi, vim: vi };

const packages: Bodies<typeof packageTools> = { apt, 'apt-get': apt };

const machine: Bodies<typeof ownTools> = { column, curl, envsubst, ss, stdbuf: runner, sudo, tput };

const busyboxNames = new Set(['gawk', 'getent']);

function programsOf(bodies: Readonly<Record<string, ToolBody>>, flavour: Flavour): [string, Program][] {
  return Object.entries(bodies).map(([name, body]) => [name, toolProgram(name, flavour, body)]);
}

/** Everything a machine has: bash, GNU's tools, curl. */
export const machineTools: ReadonlyMap<string, Program> = new Map([
  ...programsOf({ ...basic, ...more, ...machine, ...editors, ...packages }, 'gnu'), ['sh', bashProgram], ['bash', bashProgram],
]);

/** Everything that busybox is. */
export const busyboxTools: ReadonlyMap<string, Program> = new Map([
  ...programsOf({ ...basic, ...more }, 'busybox').filter(([name]) => !busyboxNames.has(name)), ['sh', ashProgram], ['ash', ashProgram], ['httpd', busyboxHttpd],
]);

/** What Alpine has beside busybox. */
export const alpineTools: ReadonlyMap<string, Program> = new Map([...busyboxTools, ...programsOf({ apk }, 'busybox')]);

/** What looks for packages in images on Debian that are not slim otherwise. */
export const aptPrograms: ReadonlyMap<string, Program> = new Map(programsOf(packages, 'gnu'));

/** What a slim image of Debian has: dash as `sh`, bash, GNU's tools, but nothing for networks. */
export const debianTools: ReadonlyMap<string, Program> = new Map([...programsOf({ ...basic, ...packages }, 'gnu'), ['sh', dashProgram], ['dash', dashProgram], ['bash', bashProgram]]);

/** curl by itself, for images that bring it. */
export const curlProgram: Program = toolProgram('curl', 'gnu', curl);

/** vim by its names, for images that bring it. */
export const editorPrograms: ReadonlyMap<string, Program> = new Map(programsOf(editors, 'gnu'));
