import { playArea } from './play-area.ts';

playArea('validation');
