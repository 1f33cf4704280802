import { Tooltip } from '@mantine/core';
import { cloneElement, useState, type ButtonHTMLAttributes, type DOMAttributes, type PointerEvent, type ReactElement, type ReactNode } from 'react';
import styles from './controls.module.css';
import { cx } from './cx.ts';
import { Icon } from './marks.tsx';
import type { IconName } from './icons.ts';

/** What a tooltip says: the label, its key, and the command that does the same. */
export interface Hint { readonly label: string; readonly keys?: string | undefined; readonly twin?: string | undefined }

/** How long the pointer rests before it is told where it is. */
const restMs = 350;

/** A tooltip on hover and focus. A press ends it: who acts knows what they do, and wants to see what came of it. */
export function Tip({ hint, children, position }: {
  readonly hint: Hint; readonly children: ReactElement<DOMAttributes<Element>>; readonly position?: 'top' | 'bottom' | 'left' | 'right';
}) {
  const [pressed, setPressed] = useState(false);
  const { onPointerDown, onPointerLeave } = children.props;
  const target = cloneElement(children, {
    onPointerDown: (event: PointerEvent) => { setPressed(true); onPointerDown?.(event); },
    onPointerLeave: (event: PointerEvent) => { setPressed(false); onPointerLeave?.(event); },
  });
  const label = (
    <>
      {hint.label}
      {hint.keys !== undefined && <kbd>{hint.keys}</kbd>}
      {hint.twin !== undefined && <code>{hint.twin}</code>}
    </>
  );
  return (
    <Tooltip label={label} classNames={{ tooltip: styles.tip ?? '' }} multiline position={position ?? 'bottom'} openDelay={restMs} disabled={pressed} events={{ hover: true, focus: true, touch: false }}>
      {target}
    </Tooltip>
  );
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { readonly hint?: Hint; readonly children?: ReactNode };

/** A bordered button; `primary` fills it with brass, once a panel. */
export function Button({ primary, small, hint, className, children, ...rest }: ButtonProps & { readonly primary?: boolean; readonly small?: boolean }) {
  const button = (
    <button type="button" {...rest} className={cx(styles.button, primary && styles.primary, small && styles.small, className)}>
      {children}
    </button>
  );
  return hint ? <Tip hint={hint}>{button}</Tip> : button;
}

/** A button without a border, for bars. */
export function Ghost({ hint, className, children, ...rest }: ButtonProps) {
  const button = (
    <button type="button" aria-label={hint?.label} {...rest} className={cx(styles.ghost, className)}>{children}</button>
  );
  return hint ? <Tip hint={hint}>{button}</Tip> : button;
}

/** A square button with an icon; the hint's label is its name. */
export function IconButton({ icon, hint, className, ...rest }: Omit<ButtonProps, 'hint'> & { readonly icon: IconName; readonly hint: Hint }) {
  return (
    <Tip hint={hint}>
      <button type="button" {...rest} aria-label={hint.label} className={cx(styles.ghost, styles.iconOnly, className)}>
        <Icon name={icon} />
      </button>
    </Tip>
  );
}
