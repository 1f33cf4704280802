/** The look: tokens, glyphs, icons and small controls. */
export { cx } from './cx.ts';
export { Button, Ghost, IconButton, Tip, type Hint } from './controls.tsx';
export { circlePath, glyphs, type Glyph as GlyphShape, type GlyphName } from './glyphs.ts';
export type { IconName } from './icons.ts';
export { Glyph, GlyphParts, Icon, Mark, Patterns } from './marks.tsx';
export { resolver, theme } from './theme.ts';
export { arcPath, ringTicks, round } from './ticks.ts';
