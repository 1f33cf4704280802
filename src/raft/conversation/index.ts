/** The script language in which etcd's raft library tells its tests, and a player of it. */
export { playConversation } from './play.ts';
export { ScriptError } from './script.ts';
