import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import type { Snapshot } from '../../shared/snapshot.ts';
import { App } from '../app.tsx';
import { createStores, StoresProvider, textsOf, type InitialStates, type Stores } from '../stores/stores.ts';
import { snapshotWith } from './fixtures.ts';
import { createScriptedTill } from './scripted-till.ts';

/** Screens without a browser: what a person would see or hear of them. */

export interface Shown {
  readonly snapshot?: Partial<Snapshot>;
  readonly states?: InitialStates;
  readonly host?: 'electron' | 'browser';
}

function storesOf({ snapshot = {}, states = {}, host = 'browser' }: Shown, locale: string): Stores {
  const shown = snapshotWith({ ...snapshot, locale });
  return createStores(createScriptedTill(shown, host), {
    ...states,
    till: { snapshot: shown, connection: 'connected', ...states.till },
  });
}

/** The whole window as the stores have it. */
export function renderApp(shown: Shown, locale = 'en-US'): string {
  return renderToString(<App stores={storesOf(shown, locale)} />);
}

/** A part that the window shows in a dialog, which a server does not render, or reads from its second file. */
export function renderPart(part: ReactElement | ((stores: Stores) => ReactElement), shown: Shown = {}, locale = 'en-US'): string {
  const stores = storesOf(shown, locale);
  return renderToString(
    <StoresProvider value={stores}>
      <I18nextProvider i18n={textsOf(locale).i18n}>{typeof part === 'function' ? part(stores) : part}</I18nextProvider>
    </StoresProvider>,
  );
}

/** What a person sees or hears: the texts between the tags, and the attributes that are read out. */
export function wordsOf(html: string): string[] {
  const unescape = (text: string): string =>
    text
      .replaceAll('&#x27;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const attributes = [...html.matchAll(/(?:aria-label|placeholder|title|alt)="([^"]*)"/gu)].map((match) => match[1] ?? '');
  const texts = html.replaceAll('<!-- -->', '').split(/<[^>]*>/u);
  return [...texts, ...attributes].map((text) => unescape(text).trim()).filter((text) => text !== '');
}

/** Data that no catalogue holds: dates as Intl writes them, what a service or a person wrote, and the id of a payment. */
const data = /\b(?:AM|PM|Nov|Mar|\d+\.json|Bill Payment|MB|GB|[0-9a-f-]{36}|entry 205 does not continue entry 204)\b/gu;

/** What is left once everything that came out of the catalogue, in its brackets, is taken away. */
export function untranslatedIn(html: string): string[] {
  return wordsOf(html).filter((words) => {
    let rest = words.replace(data, '');
    for (let before = ''; before !== rest;) {
      before = rest;
      rest = rest.replace(/\[[^[\]]*\]/gu, '');
    }
    return /\p{L}/u.test(rest);
  });
}
