import { playArea } from './play-area.ts';

playArea('api');
