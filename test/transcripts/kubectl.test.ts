import { playArea } from './play-area.ts';

playArea('kubectl');
