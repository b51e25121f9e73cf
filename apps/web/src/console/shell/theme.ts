import { type ThemeConfig, theme } from 'antd';
import { useMemo } from 'react';
import { useSelector } from 'react-redux';
import type { RootState } from '../../store.ts';

/** antd computes shades from its colours, so it needs the tokens' values and not their names. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function read(dark: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: token('--primary'),
      colorLink: token('--link'),
      colorSuccess: token('--success'),
      colorWarning: token('--warning'),
      colorError: token('--danger'),
      colorInfo: token('--primary'),
      colorBgLayout: token('--ground'),
      colorBgContainer: token('--surface'),
      colorBgElevated: token('--raised'),
      colorBorder: token('--line-strong'),
      colorBorderSecondary: token('--line'),
      colorText: token('--ink'),
      colorTextHeading: token('--ink'),
      colorTextSecondary: token('--ink-soft'),
      colorTextTertiary: token('--ink-faint'),
      colorTextDescription: token('--ink-soft'),
      colorTextPlaceholder: token('--ink-faint'),
      colorTextLightSolid: token('--on-primary'),
      borderRadius: 8,
      controlHeight: 36,
      fontSize: 14,
      fontFamily: token('--font'),
      wireframe: false,
      // antd waits for the end of a motion, which never comes where nothing moves.
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
    components: {
      Table: {
        headerBg: 'transparent',
        headerColor: token('--ink-faint'),
        headerSplitColor: 'transparent',
        cellPaddingBlock: 9,
        cellPaddingInline: 16,
        cellPaddingInlineSM: 16,
        rowHoverBg: token('--sunken'),
      },
      Form: { itemMarginBottom: 16 },
      Tabs: {
        horizontalItemPadding: '8px 0',
        itemSelectedColor: token('--link'),
        itemHoverColor: token('--link'),
      },
      Select: {
        optionSelectedBg: token('--primary-soft'),
        optionSelectedColor: token('--on-primary-soft'),
      },
      Segmented: {
        itemSelectedBg: token('--primary-soft'),
        itemSelectedColor: token('--on-primary-soft'),
        trackBg: token('--surface'),
      },
      Tag: { defaultBg: token('--sunken'), defaultColor: token('--ink-soft') },
    },
  };
}

/** antd's theme, made of the tokens as they stand in the theme that is shown. */
export function useAntdTheme(): ThemeConfig {
  const chosen = useSelector((state: RootState) => state.settings.theme);
  const systemDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const dark = chosen === 'dark' || (chosen === 'system' && systemDark);
  return useMemo(() => read(dark), [dark]);
}
