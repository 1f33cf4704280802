// Upstream: Apache httpd 2.4
import { civilTime, dayNames, httpDate, monthNames, twoDigits } from '../../base/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Program } from '../../machine/index.ts';
import { logDate } from '../tools/support/dates.ts';
import { listenHttp, textResponse, waitForEnd } from './http-server.ts';
import { findStatic, typeOf } from './static-files.ts';

const root = '/usr/local/apache2/htdocs';

function stamp(wallMs: number): string {
  const { year, month, day, hour, minute, second, weekday, millisecond } = civilTime(wallMs);
  return `${dayNames[weekday] ?? ''} ${monthNames[month - 1] ?? ''} ${twoDigits(day)} ${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}.${String(millisecond).padStart(3, '0')}000 ${year}`;
}

/** `httpd-foreground`: serves `/usr/local/apache2/htdocs`. */
export function httpdProgram(version: string): Program {
  return function* (context) {
    const { sandbox } = context;
    const { kernel } = sandbox;
    const notice = (code: string, text: string): string => `[${stamp(kernel.wallMs)}] [${code.startsWith('AH004') ? 'mpm_event' : 'core'}:notice] [pid ${context.pid}:tid ${context.pid}] ${code}: ${text}\n`;
    yield* context.stderr.write(`AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${sandbox.stack.address}. Set the 'ServerName' directive globally to suppress this message\n`);
    yield* sleep(20);
    const server = listenHttp(context, 80, function* (request, exchange) {
      const found = findStatic(sandbox.files, root, request.path);
      const common = { date: httpDate(kernel.wallMs), server: `Apache/${version} (Unix)` };
      const response = found.verdict === 'file'
        ? textResponse(found.text, { headers: { ...common, 'accept-ranges': 'bytes', 'content-type': typeOf(found.path) } })
        : textResponse('<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n', { status: 404, headers: { ...common, 'content-type': 'text/html; charset=iso-8859-1' } });
      yield* context.stdout.write(`${exchange.clientAddress} - - [${logDate(kernel.wallMs)}] "${request.method} ${request.path} HTTP/1.1" ${response.status} ${response.body.length}\n`);
      return response;
    });
    if (!server) {
      yield* context.stderr.write('(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:80\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n');
      return 1;
    }
    try {
      sandbox.use?.set(context.pid, { memoryBytes: 8 * 2 ** 20, cpuMilli: 1 });
      yield* context.stderr.write(notice('AH00489', `Apache/${version} (Unix) configured -- resuming normal operations`) + notice('AH00094', "Command line: 'httpd -D FOREGROUND'"));
      yield* waitForEnd(context);
      yield* context.stderr.write(notice('AH00491', 'caught SIGTERM, shutting down'));
      return 0;
    } finally {
      server.close();
    }
  };
}
