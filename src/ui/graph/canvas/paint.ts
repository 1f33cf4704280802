import { glyphs, type GlyphName, type GlyphShape } from '../../design/index.ts';
import { token } from './palette.ts';

const paths = new Map<string, Path2D>();

function pathOf(d: string): Path2D {
  const known = paths.get(d);
  if (known) return known;
  const path = new Path2D(d);
  paths.set(d, path);
  return path;
}

/** Draws a glyph on the canvas exactly as SVG does. `ink` stands for currentColor, `term` for the term's fill. */
export function paintGlyph(context: CanvasRenderingContext2D, name: GlyphName, at: {
  readonly x: number; readonly y: number; readonly size: number; readonly angle?: number; readonly ink?: string; readonly term?: string;
}): void {
  const glyph: GlyphShape = glyphs[name];
  const scale = at.size / (glyph.half * 2);
  context.save();
  context.translate(at.x, at.y);
  if (at.angle !== undefined) context.rotate((at.angle * Math.PI) / 180);
  context.scale(scale, scale);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  const colour = (name_: string): string => name_ === 'currentColor' ? at.ink ?? token('--text') : name_ === '--term-fill' ? at.term ?? token('--term-2') : token(name_);
  for (const part of glyph.parts) {
    const path = pathOf(part.d);
    if (part.fill !== undefined) { context.fillStyle = colour(part.fill); context.fill(path); }
    if (part.stroke !== undefined) {
      context.strokeStyle = colour(part.stroke);
      context.lineWidth = part.width ?? 1;
      context.setLineDash(part.dash === undefined ? [] : part.dash.split(' ').map(Number));
      context.stroke(path);
    }
  }
  context.restore();
}

const sprites = new Map<string, HTMLCanvasElement>();

/** Draws a glyph that appears by the thousand: painted once for its size and theme, then copied. */
export function paintSprite(context: CanvasRenderingContext2D, name: GlyphName, at: { readonly x: number; readonly y: number }, size: number, ratio: number): void {
  const side = Math.max(2, Math.ceil(size * ratio));
  const key = `${name}|${side}|${document.documentElement.dataset['theme'] ?? ''}`;
  let sprite = sprites.get(key);
  if (!sprite) {
    if (sprites.size > 400) sprites.clear();
    sprite = document.createElement('canvas');
    sprite.width = side;
    sprite.height = side;
    const own = sprite.getContext('2d');
    if (own) paintGlyph(own, name, { x: side / 2, y: side / 2, size: side });
    sprites.set(key, sprite);
  }
  context.drawImage(sprite, at.x - size / 2, at.y - size / 2, size, size);
}

/** A label's words and place. */
export interface Label { readonly text: string; readonly x: number; readonly y: number; readonly colour: string; readonly align: CanvasTextAlign; readonly font: string }

const labels = new Map<string, HTMLCanvasElement>();
const margin = 3;

/** Writes a label with a halo of the canvas around it. Painted once, then copied: outlines of letters are dear. */
export function paintLabel(context: CanvasRenderingContext2D, text: string, at: Omit<Label, 'text'>): void {
  const ratio = context.getTransform().a || 1;
  const key = `${text}|${at.colour}|${at.font}|${ratio}|${token('--surface-canvas')}`;
  let sprite = labels.get(key);
  if (!sprite) {
    if (labels.size > 300) labels.clear();
    sprite = labelSprite(text, at, ratio);
    labels.set(key, sprite);
  }
  const w = sprite.width / ratio;
  const h = sprite.height / ratio;
  const left = at.align === 'left' ? at.x - margin : at.align === 'right' ? at.x - w + margin : at.x - w / 2;
  context.drawImage(sprite, Math.round(left * ratio) / ratio, Math.round((at.y - h / 2) * ratio) / ratio, w, h);
}

function labelSprite(text: string, { font, colour }: Omit<Label, 'text'>, ratio: number): HTMLCanvasElement {
  const sprite = document.createElement('canvas');
  const own = sprite.getContext('2d');
  if (!own) return sprite;
  own.font = font;
  const size = Number.parseFloat(/([\d.]+)px/.exec(font)?.[1] ?? '11');
  const w = own.measureText(text).width + margin * 2;
  const h = size * 1.4 + margin * 2;
  sprite.width = Math.ceil(w * ratio);
  sprite.height = Math.ceil(h * ratio);
  own.scale(ratio, ratio);
  own.font = font;
  own.textBaseline = 'middle';
  own.lineJoin = 'round';
  own.strokeStyle = token('--surface-canvas');
  own.lineWidth = 4;
  own.strokeText(text, margin, h / 2);
  own.fillStyle = colour;
  own.fillText(text, margin, h / 2);
  return sprite;
}
