import { memo, useMemo } from 'react';
import { ringTicks } from '../../design/index.ts';
import type { Point } from '../scene/geometry.ts';

const radii = [170, 290, 410, 530, 650, 770, 890, 1010, 1130];

/** Concentric rings about the API server, two of them graduated: the only background. */
export const Ground = memo(function Ground({ centre }: { readonly centre: Point }) {
  const ticks = useMemo(() => [410, 650].map((radius) =>
    ringTicks({ x: 0, y: 0, radius, count: 180, length: 5, longLength: 9, long: 10 })).join(''), []);
  return (
    <g className="orbits" transform={`translate(${centre.x} ${centre.y})`} aria-hidden="true">
      {radii.map((radius) => <circle key={radius} r={radius} />)}
      <path d={ticks} />
    </g>
  );
});
