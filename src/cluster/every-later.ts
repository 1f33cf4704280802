// What machines do only when a person types it.

export { crictl } from './machine-commands/crictl.ts';
export { systemctl } from './machine-commands/systemctl.ts';
export { MachineProcesses } from './machine-processes.ts';
export { MemberOffice } from './members/member-office.ts';
