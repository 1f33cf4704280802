// Which tools there are. What they do is loaded later (`toolset.ts`); that they stand on a machine's disk is known before.

/** What every system with a shell has. */
export const basicTools = [
  'awk', 'basename', 'base64', 'cat', 'chgrp', 'chmod', 'chown', 'clear', 'cmp', 'comm', 'cp', 'cut', 'date', 'dd', 'df', 'diff', 'dirname', 'du', 'echo', 'egrep', 'env', 'expand', 'fallocate', 'false', 'find', 'fold', 'grep', 'head', 'hostname', 'id', 'install', 'kill', 'ln', 'ls', 'md5sum', 'mkdir', 'mktemp', 'mount', 'mv', 'nice', 'nl', 'nohup', 'nproc', 'paste', 'printenv', 'printf', 'pwd', 'readlink', 'realpath', 'rm', 'rmdir', 'sed', 'seq', 'setsid', 'sha256sum', 'sleep', 'sort', 'stat', 'sync', 'tac', 'tar', 'tail', 'tee', 'test', '[', 'timeout', 'touch', 'tr', 'true', 'truncate', 'tty', 'uname', 'uniq', 'wc', 'which', 'whoami', 'xargs', 'yes', 'rev', 'getent', 'expr', 'gawk', 'more', 'less', 'od',
] as const;

/** What busybox and machines have, and slim images of Debian do not. */
export const moreTools = [
  'free', 'ifconfig', 'ip', 'killall', 'nc', 'netstat', 'nslookup', 'pgrep', 'pidof', 'ping', 'pkill', 'ps', 'ssh', 'telnet', 'time', 'top', 'hexdump', 'hd', 'reset', 'stty', 'sysctl', 'xxd', 'uptime', 'vi', 'watch', 'wget',
] as const;

/** vim by its names; busybox has a vi of its own. */
export const editorTools = ['vi', 'view', 'vim'] as const;

/** What looks for packages of a Debian. */
export const packageTools = ['apt', 'apt-get'] as const;

/** What only machines have. */
export const ownTools = ['column', 'curl', 'envsubst', 'ss', 'stdbuf', 'sudo', 'tput'] as const;

/** Everything that a machine has, by name. */
export const machineToolNames: ReadonlySet<string> = new Set([...basicTools, ...moreTools, ...ownTools, ...editorTools, ...packageTools, 'sh', 'bash']);
