import { Field } from '@base-ui/react/field';
import { Icon } from './icon.tsx';
import type { ComponentProps, ReactElement, ReactNode } from 'react';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'size'> {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly description?: string | undefined;
  /** What is wrong with it; said at the field, and read with it. */
  readonly problem?: string | undefined;
  readonly isLong?: boolean;
}

/** A labelled field of one line (or a few), with its message at its side. */
export function TextField({
  name,
  label,
  value,
  onText,
  description,
  problem,
  isLong = false,
  className,
  ...rest
}: TextFieldProps): ReactElement {
  return (
    <FieldFrame name={name} label={label} description={description} problem={problem} className={className}>
      <Field.Control
        {...rest}
        {...(isLong ? { render: <textarea rows={2} /> } : {})}
        className="input"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onText(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

interface FieldFrameProps {
  readonly name: string;
  readonly label: string;
  readonly description?: string | undefined;
  readonly problem?: string | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Label, control, help and message, joined for those who hear the screen. */
export function FieldFrame({ name, label, description, problem, className, children }: FieldFrameProps): ReactElement {
  return (
    <Field.Root name={name} invalid={problem !== undefined} className={['field', className].filter(Boolean).join(' ')}>
      <Field.Label className="field-label">{label}</Field.Label>
      {children}
      {problem !== undefined && (
        <Field.Error match className="field-problem">
          <Icon name="warning" size={16} />
          {problem}
        </Field.Error>
      )}
      {description !== undefined && problem === undefined && (
        <Field.Description className="field-description">{description}</Field.Description>
      )}
    </Field.Root>
  );
}
