/**
 * Every mark of the visual grammar as path data, drawn by SVG symbols on the page and by Path2D on the canvas, so that
 * the two cannot differ. Paths are centred on 0,0; colours are names of tokens, or `currentColor`.
 */
export interface GlyphPart {
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: string;
}

/** A glyph: half the side of its box, and its parts from the back. */
export interface Glyph {
  readonly half: number;
  readonly parts: readonly GlyphPart[];
}

/** A circle as a path. */
export function circlePath(radius: number, x = 0, y = 0): string {
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
}

const ink = 'currentColor';
const vote = '--message-vote';
const onColour = '--text-on-colour';
const canvas = '--surface-canvas';
const question = 'M-2-1.7A2.05 2.05 0 1 1 .6.3C.1.6 0 .9 0 1.6M0 3.7V3.8';

/** The table; names are `phase.*`, `role.*` and `message.*`. */
export const glyphs = {
  'phase.pending': { half: 8, parts: [{ d: circlePath(5.5), stroke: '--phase-pending', width: 1.6, dash: '2.3 2.02' }] },
  'phase.creating': { half: 8, parts: [
    { d: circlePath(5.5), stroke: '--phase-creating', width: 1.5 },
    { d: 'M0-5.5A5.5 5.5 0 0 1 0 5.5Z', fill: '--phase-creating' }] },
  'phase.ready': { half: 8, parts: [{ d: circlePath(6), fill: '--phase-running' }] },
  'phase.notReady': { half: 8, parts: [
    { d: circlePath(5.4), stroke: '--phase-running', width: 1.5 }, { d: circlePath(2.7), fill: '--phase-running' }] },
  'phase.succeeded': { half: 8, parts: [
    { d: circlePath(6.2), fill: '--phase-succeeded' }, { d: 'M-2.8.2-.8 2.2 2.9-2.1', stroke: onColour, width: 1.7 }] },
  'phase.failed': { half: 8, parts: [
    { d: 'M-2.7-6.5H2.7L6.5-2.7V2.7L2.7 6.5H-2.7L-6.5 2.7V-2.7Z', fill: '--phase-failed' },
    { d: 'M-2.3-2.3 2.3 2.3M2.3-2.3-2.3 2.3', stroke: onColour, width: 1.7 }] },
  'phase.terminating': { half: 8, parts: [
    { d: circlePath(5.5), stroke: '--phase-terminating', width: 1.2, dash: '1.2 1.7' },
    { d: 'M0-6A6 6 0 0 0 0 6 7.6 7.6 0 0 1 0-6Z', fill: '--phase-terminating' }] },
  'phase.crashLoop': { half: 8, parts: [
    { d: 'M4.9-3.2A5.8 5.8 0 1 0 5.8.6', stroke: '--phase-crashloop', width: 1.9 },
    { d: 'M5.6-7V-2.4H1Z', fill: '--phase-crashloop' }, { d: circlePath(1.6), fill: '--phase-crashloop' }] },
  'role.leader': { half: 12, parts: [
    { d: circlePath(4.6), fill: ink },
    { d: 'M0-7.4V-10.4M0 7.4V10.4M7.4 0H10.4M-7.4 0H-10.4M5.2-5.2 7.4-7.4M-5.2 5.2-7.4 7.4M5.2 5.2 7.4 7.4M-5.2-5.2-7.4-7.4', stroke: ink, width: 1.7 }] },
  'role.follower': { half: 12, parts: [{ d: circlePath(5.6), stroke: ink, width: 2 }] },
  'role.candidate': { half: 12, parts: [
    { d: 'M-5.4 4A5.4 5.4 0 0 1 5.4 4Z', fill: ink },
    { d: 'M-10 4H10M0-4.6V-7.6M5.9-2.4 8-4.6M-5.9-2.4-8-4.6', stroke: ink, width: 1.7 }] },
  'role.precandidate': { half: 12, parts: [
    { d: 'M-5.4 4A5.4 5.4 0 0 1 5.4 4Z', stroke: ink, width: 1.6, dash: '1.8 1.8' },
    { d: 'M-10 4H10M0-4.6V-7.6M5.9-2.4 8-4.6M-5.9-2.4-8-4.6', stroke: ink, width: 1.5, dash: '1.6 1.8' }] },
  'role.learner': { half: 12, parts: [{ d: 'M2-6.5A6.7 6.7 0 1 0 6.4 3 5.4 5.4 0 0 1 2-6.5Z', fill: ink }] },
  'role.down': { half: 12, parts: [
    { d: circlePath(5.6), stroke: ink, width: 1.8, dash: '2.6 2.2' }, { d: 'M-8 8 8-8', stroke: ink, width: 2 }] },
  'message.request': { half: 8, parts: [{ d: 'M-4.6-5.6 6.6 0-4.6 5.6Z', fill: '--message-request', stroke: '--message-request', width: 1 }] },
  'message.response': { half: 8, parts: [{ d: 'M-4.4-5.2 6 0-4.4 5.2Z', fill: canvas, stroke: '--message-response', width: 1.7 }] },
  'message.watch': { half: 8, parts: [{ d: 'M-6.4 0 0-6.4 6.4 0 0 6.4Z', fill: '--message-watch' }] },
  'message.append': { half: 8, parts: [
    { d: 'M-5-3.8A1.2 1.2 0 0 1-3.8-5H3.8A1.2 1.2 0 0 1 5-3.8V3.8A1.2 1.2 0 0 1 3.8 5H-3.8A1.2 1.2 0 0 1-5 3.8Z', fill: '--term-fill', stroke: '--message-append', width: 1.7 }] },
  'message.appendReply': { half: 8, parts: [
    { d: 'M-5-3.8A1.2 1.2 0 0 1-3.8-5H3.8A1.2 1.2 0 0 1 5-3.8V3.8A1.2 1.2 0 0 1 3.8 5H-3.8A1.2 1.2 0 0 1-5 3.8Z', fill: canvas, stroke: '--message-append', width: 1.7 }] },
  'message.snapshot': { half: 8, parts: [
    { d: 'M-5-5H5V5H-5L-3 2.5-5 0-3-2.5Z', fill: '--term-fill', stroke: '--message-append', width: 1.7 }] },
  'message.heartbeat': { half: 8, parts: [{ d: circlePath(3.4), fill: canvas, stroke: '--message-heartbeat', width: 1.7 }] },
  'message.traffic': { half: 8, parts: [{ d: 'M-3.75-2.75H3.75A2.75 2.75 0 0 1 3.75 2.75H-3.75A2.75 2.75 0 0 1-3.75-2.75Z', fill: '--message-data' }] },
  'message.trafficReply': { half: 8, parts: [{ d: 'M-3.75-2.75H3.75A2.75 2.75 0 0 1 3.75 2.75H-3.75A2.75 2.75 0 0 1-3.75-2.75Z', fill: canvas, stroke: '--message-data', width: 1.5 }] },
  'message.vote': { half: 8, parts: [{ d: circlePath(7), fill: vote }, { d: question, stroke: onColour, width: 1.6 }] },
  'message.voteGranted': { half: 8, parts: [{ d: circlePath(7), fill: vote }, { d: 'M-3.2 0H3.2M0-3.2V3.2', stroke: onColour, width: 1.8 }] },
  'message.voteRefused': { half: 8, parts: [{ d: circlePath(6.1), fill: canvas, stroke: vote, width: 1.8 }, { d: 'M-3 0H3', stroke: vote, width: 1.9 }] },
  'message.preVote': { half: 8, parts: [{ d: circlePath(6.2), fill: canvas, stroke: vote, width: 1.5, dash: '2 1.7' }, { d: question, stroke: vote, width: 1.6 }] },
  'message.preVoteGranted': { half: 8, parts: [{ d: circlePath(6.2), fill: canvas, stroke: vote, width: 1.5, dash: '2 1.7' }, { d: 'M-3 0H3M0-3V3', stroke: vote, width: 1.7 }] },
  'message.preVoteRefused': { half: 8, parts: [{ d: circlePath(6.2), fill: canvas, stroke: vote, width: 1.5, dash: '2 1.7' }, { d: 'M-3 0H3', stroke: vote, width: 1.7 }] },
  'message.lost': { half: 8, parts: [
    { d: circlePath(6.4), fill: canvas, stroke: '--message-lost', width: 1.3, dash: '2.2 1.8' },
    { d: 'M-2.9-2.9 2.9 2.9M2.9-2.9-2.9 2.9', stroke: '--message-lost', width: 1.7 }] },
} as const satisfies Readonly<Record<string, Glyph>>;

/** The name of a glyph. */
export type GlyphName = keyof typeof glyphs;
