import { Field } from '@base-ui/react/field';
import { useEffect, useId, useState, type KeyboardEvent, type ReactElement, type RefObject } from 'react';
import type { Biller } from '../../shared/bill.ts';
import type { Institution } from '../../shared/institution.ts';
import { findBillers } from '../stores/find-billers.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { FieldFrame } from './text-field.tsx';
import { useT } from './texts.ts';

interface BillerPickerProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** Undefined while they are being read: what is typed meanwhile finds them when they come. */
  readonly billers: readonly Biller[] | undefined;
  readonly chosen: Institution | undefined;
  readonly search: string;
  readonly problem: string | undefined;
  readonly onSearch: (text: string) => void;
  readonly onChoose: (biller: Institution | undefined) => void;
  /** Enter without anything typed: on to the reference. */
  readonly onPass: () => void;
}

/** More than that nobody reads; what is not among them is found by typing more. */
const mostShown = 60;

/** A list that narrows with every key. The first that fits is highlighted, so that a few letters and Enter choose. */
export function BillerPicker(props: BillerPickerProps): ReactElement {
  const { chosen, onChoose, inputRef } = props;
  const t = useT();
  if (!chosen) return <BillerSearch {...props} />;
  return (
    <div className="biller-chosen">
      <span className="field-label">{t('bill.biller')}</span>
      <p className="biller-chosen-name">
        <Icon name="check" />
        {chosen.name}
      </p>
      <Button
        onClick={() => {
          onChoose(undefined);
          requestAnimationFrame(() => inputRef.current?.focus());
        }}
      >
        {t('bill.billerChange')}
      </Button>
    </div>
  );
}

function BillerSearch({ inputRef, billers, search, problem, onSearch, onChoose, onPass }: BillerPickerProps): ReactElement {
  const t = useT();
  const id = useId();
  const isReading = billers === undefined;
  const found = findBillers(billers ?? [], search);
  const shown = found.slice(0, mostShown);
  const [moved, setMoved] = useState<{ readonly search: string; readonly index: number } | undefined>(undefined);
  // With something typed the first that fits is meant, until an arrow says otherwise.
  const index = moved?.search === search ? Math.min(moved.index, shown.length - 1) : search.trim() === '' ? -1 : 0;
  const active = shown[index];
  const optionId = (institution: Institution): string => `${id}-${institution.id}`;

  const activeId = active && optionId(active.institution);
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const handleKey = (event: KeyboardEvent): void => {
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault();
        const next = event.key === 'ArrowDown' ? index + 1 : index - 1;
        return setMoved({ search, index: Math.max(0, Math.min(next, shown.length - 1)) });
      }
      case 'Enter':
        event.preventDefault();
        if (active) return onChoose(active.institution);
        return search.trim() === '' ? onPass() : undefined;
      case 'Escape':
        if (search === '') return undefined;
        event.preventDefault();
        return onSearch('');
      default:
        return undefined;
    }
  };

  return (
    <div className="biller-search">
      <FieldFrame name="biller" label={t('bill.biller')} description={t('bill.billerHint')} problem={problem}>
        <div className="biller-search-box">
          <Icon name="search" />
          <Field.Control
            ref={inputRef}
            className="input"
            role="combobox"
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            {...(activeId === undefined ? {} : { 'aria-activedescendant': activeId })}
            autoComplete="off"
            spellCheck={false}
            placeholder={t('bill.billerSearch')}
            value={search}
            onChange={(event) => onSearch(event.currentTarget.value)}
            onKeyDown={handleKey}
          />
        </div>
      </FieldFrame>
      <div id={`${id}-list`} className="billers" role="listbox" aria-label={t('bill.biller')} aria-busy={isReading}>
        {shown.map(({ institution, categories }) => (
          <div
            key={institution.id}
            id={optionId(institution)}
            role="option"
            tabIndex={-1}
            aria-selected={institution === active?.institution}
            className="biller"
            // The search keeps the focus: the arrows are its own.
            onPointerDown={(event) => event.preventDefault()}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(institution)}
            onKeyDown={handleKey}
          >
            <span className="biller-name">{institution.name}</span>
            <span className="biller-categories">{categories.map(({ name }) => name).join(', ')}</span>
          </div>
        ))}
      </div>
      <p className="muted biller-count" role="status">
        {isReading && t('bill.billersReading')}
        {!isReading && found.length === 0 && t('bill.billerNone')}
        {found.length > mostShown && t('bill.billersShown', { shown: mostShown, count: found.length })}
        {found.length > 0 && found.length <= mostShown && t('bill.billersFound', { count: found.length })}
      </p>
    </div>
  );
}
