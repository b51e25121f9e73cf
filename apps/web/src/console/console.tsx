import { StyleProvider } from '@ant-design/cssinjs';
import { consoleFiles } from '@wafa/i18n/console';
import { App as AntdApp, ConfigProvider } from 'antd';
import arEG from 'antd/locale/ar_EG';
import enGB from 'antd/locale/en_GB';
import { Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { api } from '../shared/api/api.ts';
import { useLanguage, useText } from '../shared/hooks.ts';
import { addTexts } from '../shared/texts.ts';
import NotFound from '../shared/ui/not-found.tsx';
import { EmptyState, ErrorState, Loading, RowsSkeleton } from '../shared/ui/states.tsx';
import { places } from './places.tsx';
import { Shell } from './shell/shell.tsx';
import { useAntdTheme } from './shell/theme.ts';
import './console.css';

addTexts(consoleFiles);

/** The staff console: every page that the role may see, in one frame. */
export default function Console() {
  const language = useLanguage();
  const theme = useAntdTheme();
  return (
    <StyleProvider layer>
      <ConfigProvider
        theme={theme}
        direction={language === 'ar' ? 'rtl' : 'ltr'}
        locale={language === 'ar' ? arEG : enGB}
      >
        <AntdApp component={false}>
          <Shell>
            <Pages />
          </Shell>
        </AntdApp>
      </ConfigProvider>
    </StyleProvider>
  );
}

function Pages() {
  const text = useText();
  const { data: me, error, refetch } = api.useMeQuery();
  const waiting = (
    <Loading>
      <RowsSkeleton rows={8} />
    </Loading>
  );
  if (error && !me) return <ErrorState error={error} retry={refetch} />;
  if (!me) return waiting;
  const open = places
    .flatMap((group) => group.places)
    .filter((place) => me.permissions.includes(place.permission));
  const [first] = open;
  if (!first) {
    return (
      <EmptyState icon="shield" title={text('console.title')}>
        {text('console.no_place')}
      </EmptyState>
    );
  }
  return (
    <Suspense fallback={waiting}>
      <Routes>
        <Route index element={<Navigate to={first.path.replace('/*', '')} replace />} />
        {open.map(({ path, page: Page }) => (
          <Route key={path} path={path} element={<Page />} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}
