import { CSPProvider } from '@base-ui/react/csp-provider';
import { useEffect, type ReactElement } from 'react';
import { I18nextProvider } from 'react-i18next';
import { ConnectionBanner, DemonstrationStrip, JournalBanner, Watermark } from './components/banners.tsx';
import { Header } from './components/header.tsx';
import { useT } from './components/texts.ts';
import { useWindowKeys } from './components/use-window-keys.ts';
import { useLater } from './load-later.ts';
import { CodeScreen } from './screens/code-screen.tsx';
import { OpenScreen } from './screens/open-screen.tsx';
import { OutcomeScreen } from './screens/outcome-screen.tsx';
import { SellScreen } from './screens/sell-screen.tsx';
import { TakingScreen } from './screens/taking-screen.tsx';
import { TroubleScreen } from './screens/trouble-screen.tsx';
import { UnresolvedScreen } from './screens/unresolved-screen.tsx';
import { codeUnderWay } from './stores/sale-codes.ts';
import { StoresProvider, textsOf, useSnapshot, useTill, useView, type Stores } from './stores/stores.ts';
import { screenOf } from './stores/view-store.ts';

/** The whole window over its stores. */
export function App({ stores }: { readonly stores: Stores }): ReactElement {
  return (
    <CSPProvider disableStyleElements>
      <StoresProvider value={stores}>
        <Window />
      </StoresProvider>
    </CSPProvider>
  );
}

function Window(): ReactElement {
  const locale = useTill((state) => state.snapshot?.locale ?? 'en');
  const hasSnapshot = useTill((state) => state.snapshot !== undefined);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return <I18nextProvider i18n={textsOf(locale).i18n}>{hasSnapshot ? <Frame /> : <Opening />}</I18nextProvider>;
}

/** Before the till's first word. */
function Opening(): ReactElement {
  const t = useT();
  return (
    <div className="opening">
      <ConnectionBanner />
      <p role="status">{t('connection.opening')}</p>
    </div>
  );
}

function Frame(): ReactElement {
  const mode = useSnapshot((snapshot) => snapshot.mode);
  const screen = useScreen();
  const later = useLater();
  useWindowKeys();
  return (
    <div className="frame" data-mode={mode}>
      <header className="top">
        <Header />
        <DemonstrationStrip />
        <ConnectionBanner />
        <JournalBanner isTold={screen === 'trouble'} />
      </header>
      <Watermark />
      <main className="screen">
        <Screen />
      </main>
      {later && <later.OpenDialog />}
    </div>
  );
}

function useScreen(): ReturnType<typeof screenOf> {
  const place = useView((state) => state.place);
  const slip = useView((state) => state.slip);
  const isCodeAsked = useView((state) => state.isCodeAsked);
  return useTill((state) => screenOf(state.snapshot, { place, slip, isCodeAsked }));
}

function Screen(): ReactElement | null {
  const screen = useScreen();
  const counter = useSnapshot((snapshot) => snapshot.counter);
  const slip = useView((state) => state.slip);
  const later = useLater();
  switch (screen) {
    case 'open':
      return counter.kind === 'open' ? <OpenScreen key={counter.sale.saleId} sale={counter.sale} /> : null;
    case 'code':
      return counter.kind === 'open' ? (
        <CodeScreen key={codeUnderWay(counter.sale)?.qrId} sale={counter.sale} shown={counter.code} />
      ) : null;
    case 'taking':
      return counter.kind === 'taking' ? <TakingScreen sale={counter.sale} /> : null;
    case 'outcome':
      // An outcome that became another one (it was resolved) is a new screen: it is read out again, and guards its buttons again.
      return counter.kind === 'decided' ? (
        <OutcomeScreen key={`${counter.sale.saleId} ${counter.sale.outcome}`} sale={counter.sale} />
      ) : null;
    case 'slip':
      return slip && later ? <later.SlipScreen sale={slip} /> : null;
    case 'history':
      return later ? <later.HistoryScreen /> : null;
    case 'advices':
      return later ? <later.AdvicesScreen /> : null;
    case 'unresolved':
      return <UnresolvedScreen />;
    case 'trouble':
      return <TroubleScreen />;
    case 'sell':
      return <SellScreen />;
    case 'opening':
      return null;
  }
}
