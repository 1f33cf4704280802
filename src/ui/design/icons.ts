/** The interface's own icons on a 16-unit box: `d` filled or stroked with the text's colour. */
export interface IconPart { readonly d: string; readonly filled?: true; readonly width?: number }

const line = (d: string, width = 1.5): IconPart => ({ d, width });
const fill = (d: string): IconPart => ({ d, filled: true });

/** The table of icons. */
export const icons = {
  play: [fill('M5.5 3.6v8.8l7-4.4Z')],
  pause: [fill('M4.5 3.5h2.4v9H4.5zM9.1 3.5h2.4v9H9.1z')],
  step: [fill('M4 3.8v8.4L10 8Z'), line('M11.7 3.8v8.4', 1.6)],
  back: [fill('M12 3.8v8.4L6 8Z'), line('M4.3 3.8v8.4', 1.6)],
  down: [line('m4.5 6.4 3.5 3.4 3.5-3.4')],
  up: [line('m4.5 9.8 3.5-3.4 3.5 3.4')],
  right: [line('m6.4 4.5 3.4 3.5-3.4 3.5')],
  search: [line('M3.1 7a3.9 3.9 0 1 0 7.8 0a3.9 3.9 0 1 0-7.8 0'), line('m10 10 3 3')],
  sun: [line('M5.2 8a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0-5.6 0M8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1')],
  moon: [line('M12.6 9.6A5.4 5.4 0 0 1 6.4 3.4 5.2 5.2 0 1 0 12.6 9.6Z')],
  share: [line('M8 10V2.6M5.2 5.2 8 2.4l2.8 2.8M4.6 7.4H3.4v6h9.2v-6h-1.2')],
  close: [line('m4.4 4.4 7.2 7.2M11.6 4.4l-7.2 7.2')],
  plus: [line('M8 3.4v9.2M3.4 8h9.2')],
  minus: [line('M3.4 8h9.2')],
  fit: [line('M6 3H3v3M10 3h3v3M6 13H3v-3M10 13h3v-3')],
  copy: [line('M7 5.6H11.6A1.4 1.4 0 0 1 13 7V11.6A1.4 1.4 0 0 1 11.6 13H7A1.4 1.4 0 0 1 5.6 11.6V7A1.4 1.4 0 0 1 7 5.6ZM10.4 5.4V3H3v7.4h2.4', 1.4)],
  check: [line('m3.6 8.4 3 3 5.8-6.6', 1.8)],
  cross: [line('m4.4 4.4 7.2 7.2M11.6 4.4l-7.2 7.2', 1.9)],
  flag: [{ d: 'M4 14V2.6h7.4L9.6 5.4l1.8 2.8H4', filled: true }],
  dots: [fill('M2.4 8a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0M6.8 8a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0M11.2 8a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0')],
  map: [line('M2.4 8a5.6 5.6 0 1 0 11.2 0a5.6 5.6 0 1 0-11.2 0'), fill('M6.1 8a1.9 1.9 0 1 0 3.8 0a1.9 1.9 0 1 0-3.8 0M10.5 4.3a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0-3.4 0')],
  code: [line('m5.6 4.6-3.4 3.4 3.4 3.4M10.4 4.6l3.4 3.4-3.4 3.4')],
  term: [line('m3 4.6 3.4 3.4L3 11.4M8 12h5')],
  why: [line('M4 3v10M4 4h7M4 8h5M4 12h8')],
  branch: [line('M5 4.6v6.8M11 6.2c0 3-6 1.6-6 4.4M3.4 3a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0M3.4 13a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0M9.4 4.6a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0', 1.3)],
  until: [line('M3 4.5 6.5 8 3 11.5M7.5 4.5 11 8l-3.5 3.5M13 4v8')],
  list: [line('M5.5 4h7.5M5.5 8h7.5M5.5 12h7.5M2.8 4h.1M2.8 8h.1M2.8 12h.1')],
} as const satisfies Readonly<Record<string, readonly IconPart[]>>;

/** The name of an icon. */
export type IconName = keyof typeof icons;
