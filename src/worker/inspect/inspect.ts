import type { KubeObject } from '../../kinds/index.ts';
import { entityType } from '../../protocol/index.ts';
import type { EntityId, Inspection } from '../../protocol/index.ts';
import { inspectComponent } from './component.ts';
import { inspectNothing } from './inspection.ts';
import { inspectObject } from './objects.ts';
import { inspectAttempt, inspectMachine, inspectMessage, inspectRequest, inspectTrace } from './things.ts';
import type { WhyContext } from './why-context.ts';

/** What anything of the world is, and why. @param last what an object was when it was last there, should it be gone */
export function inspect(context: WhyContext, id: EntityId, last: KubeObject | undefined): Inspection {
  switch (entityType(id)) {
    case 'object': return inspectObject(context, id, last);
    case 'machine': return inspectMachine(context, id);
    case 'component': return inspectComponent(context, id);
    case 'message': return inspectMessage(context, id);
    case 'request': return inspectRequest(context, id);
    case 'trace': return inspectTrace(context, id);
    case 'attempt': return inspectAttempt(context, id);
    case undefined: return inspectNothing(id);
  }
}
