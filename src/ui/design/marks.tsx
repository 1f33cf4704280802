import type { CSSProperties } from 'react';
import { glyphs, type Glyph as GlyphShape, type GlyphName } from './glyphs.ts';
import { icons, type IconName, type IconPart } from './icons.ts';

const paint = (colour: string | undefined): string => {
  if (colour === undefined) return 'none';
  if (colour === '--term-fill') return 'var(--term-fill, var(--term-2))';
  return colour.startsWith('--') ? `var(${colour})` : colour;
};

/** The side of a picture that stands beside words: it grows with them for a room. */
const sized = (size: number): CSSProperties => ({ display: 'block', flex: 'none', width: `calc(${size}px * var(--scale))`, height: `calc(${size}px * var(--scale))` });

/** A glyph's parts, for use inside another drawing; `size` is the side of its box, centred on `x`, `y`. */
export function GlyphParts({ name, x = 0, y = 0, size, rotate = 0 }: {
  readonly name: GlyphName; readonly x?: number; readonly y?: number; readonly size?: number; readonly rotate?: number;
}) {
  const glyph: GlyphShape = glyphs[name];
  const scale = size === undefined ? 1 : size / (glyph.half * 2);
  return (
    <g transform={`translate(${x} ${y}) rotate(${rotate}) scale(${scale})`}>
      {glyph.parts.map((part) => (
        <path
          key={part.d} d={part.d} fill={paint(part.fill)} stroke={paint(part.stroke)} strokeWidth={part.width}
          strokeDasharray={part.dash} strokeLinecap="round" strokeLinejoin="round"
        />
      ))}
    </g>
  );
}

/** A glyph as a picture of its own; decorative, since a word always stands beside it. */
export function Glyph({ name, size = 16, style }: { readonly name: GlyphName; readonly size?: number; readonly style?: CSSProperties }) {
  const { half } = glyphs[name];
  return (
    <svg viewBox={`${-half} ${-half} ${half * 2} ${half * 2}`} aria-hidden="true" style={{ ...sized(size), ...style }}>
      <GlyphParts name={name} />
    </svg>
  );
}

/** An icon of the interface. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  const parts: readonly IconPart[] = icons[name];
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" style={sized(size)}>
      {parts.map((part) => (
        <path
          key={part.d} d={part.d} fill={part.filled ? 'currentColor' : 'none'} stroke={part.filled ? 'none' : 'currentColor'}
          strokeWidth={part.width} strokeLinecap="round" strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}

/** The mark: a ring, a disc, and an arm with a planet that interrupts the ring. */
export function Mark({ size = 26, className }: { readonly size?: number; readonly className?: string | undefined }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className} style={sized(size)}>
      <path d="M19.62 7.14A9 9 0 1 1 14.6 3.38" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
      <path d="M12 12 17.4 4.9" stroke="var(--mark-hand, var(--brass-line))" strokeWidth="1.5" strokeLinecap="round" />
      <circle cx="12" cy="12" r="3.1" fill="currentColor" />
      <circle cx="17.6" cy="4.7" r="2.4" fill="var(--mark-hand, var(--brass-line))" />
    </svg>
  );
}

/** The hatches, once per page: Terminating, ink for elections and nodes that fell out. */
export function Patterns() {
  return (
    <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden="true" focusable="false">
      <defs>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V5" stroke="var(--phase-terminating)" strokeWidth="1.3" opacity=".38" />
        </pattern>
        <pattern id="hatch-ink" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V5" stroke="var(--line-strong)" strokeWidth="1.2" opacity=".55" />
        </pattern>
      </defs>
    </svg>
  );
}
