import { ApiError } from '../kinds/index.ts';
import type { ApiReply, Status } from '../kinds/index.ts';
import type { Reply } from '../network/index.ts';

/** What an API server has answered. Throws ApiError when it refused. */
export function replyTo({ payload }: Reply): ApiReply {
  const reply = payload as ApiReply;
  if (reply.code >= 400) throw new ApiError(reply.body as Status);
  return reply;
}
