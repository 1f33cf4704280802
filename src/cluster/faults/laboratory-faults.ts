import { greatestHistory } from '../laboratory/register-client.ts';
import type { World } from '../world.ts';
import { FaultError, memberNamed } from './fault-verb.ts';
import type { FaultVerbs } from './fault-verb.ts';

/** What a person does who is the network, or the client, of etcd's members. */
export const laboratoryFaults: FaultVerbs = {
  'by-hand': {
    usage: 'by-hand on|off',
    summary: 'messages between etcd members wait, and their timers stand, until you "deliver", "drop" or "timeout"',
    apply({ byHand }, [state]) {
      if (state !== 'on' && state !== 'off') throw new FaultError(`by-hand ${state ?? ''}: say "by-hand on" or "by-hand off"`);
      byHand.set(state === 'on');
      return byHand.isOn ? 'messages between members wait, and their timers stand' : 'messages and timers go on';
    },
  },
  client: {
    usage: 'client write MEMBER VALUE | client read MEMBER | client forget',
    summary: 'a client on the workstation asks an etcd member; what it is told is judged: could it be one register?',
    apply(world, [action, name, value]) {
      if (action === 'forget') {
        world.client.forget();
        return 'the client begins anew, with another key';
      }
      if (action !== 'read' && action !== 'write') throw new FaultError(`client ${action ?? ''}: say "client write ${world.etcd[0]?.name ?? 'MEMBER'} VALUE", "client read ${world.etcd[0]?.name ?? 'MEMBER'}" or "client forget"`);
      return askAsClient(world, action, name, value);
    },
  },
};

function askAsClient(world: World, action: 'read' | 'write', name: string | undefined, value: string | undefined): string {
  const { client } = world;
  const member = memberNamed(world, name);
  if (client.isFull) throw new FaultError(`the client remembers ${greatestHistory} operations, and no more; say "client forget" to begin anew`);
  if (action === 'read') return `the client reads from ${member.name}, operation ${client.read(member).id}`;
  if (value === undefined || value === '') throw new FaultError(`client write ${member.name}: the value is missing, such as "client write ${member.name} a"`);
  return `the client writes to ${member.name}, operation ${client.write(member, value).id}`;
}
