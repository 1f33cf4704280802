import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Mantine dressed in the tokens: nothing here is a literal but the ten shades that its types ask for. */
export const theme = createTheme({
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: 'var(--text-1)', sm: 'var(--text-2)', md: 'var(--text-3)', lg: 'var(--text-4)', xl: 'var(--text-5)' },
  spacing: { xs: 'var(--space-2)', sm: 'var(--space-3)', md: 'var(--space-4)', lg: 'var(--space-5)', xl: 'var(--space-6)' },
  radius: { sm: 'var(--radius-2)', md: 'var(--radius-3)', lg: 'var(--radius-4)' },
  defaultRadius: 'sm',
  primaryColor: 'brass',
  primaryShade: 5,
  autoContrast: true,
  focusRing: 'auto',
  cursorType: 'default',
  colors: {
    brass: ['#fdf4e1', '#f8e6c3', '#f1d69c', '#eac776', '#e3b659', '#dca744', '#c99433', '#a56f10', '#845600', '#5e3d00'],
  },
  components: {
    Tooltip: { defaultProps: { openDelay: 450, withArrow: false, offset: 6, transitionProps: { duration: 80 } } },
    Menu: { defaultProps: { shadow: 'none', transitionProps: { duration: 80 } } },
  },
});

/** Points Mantine's own variables at the tokens, in both schemes alike: the tokens change with the theme, not these. */
export const resolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface-canvas)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-faint)',
    '--mantine-color-default': 'var(--surface-panel)',
    '--mantine-color-default-border': 'var(--line-field)',
    '--mantine-color-default-hover': 'var(--surface-hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-placeholder': 'var(--text-faint)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-anchor': 'var(--brass-text)',
  };
  return { variables: {}, light: shared, dark: shared };
};
