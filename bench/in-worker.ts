// Runs in a browser's worker: measures what it is asked for and posts the figures, one after the other.
import { idleFastForward } from '../src/doors/bench/idle.ts';
import { podsReady } from '../src/doors/bench/pods.ts';
import { longestSlice } from '../src/doors/bench/slices.ts';

const measures = [() => podsReady(100, 0.1), () => podsReady(300, 0.3), () => podsReady(1_000, 1), idleFastForward, longestSlice];
for (const measure of measures) postMessage(measure());
postMessage('done');
