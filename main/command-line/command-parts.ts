import type { CallName, Reply, RequestOf } from '../../shared/ipc/contract.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import type { Settings } from '../settings/settings.ts';
import type { Till } from '../till.ts';

/** What a command that sells is given. */
export interface CommandParts {
  readonly till: Till;
  readonly settings: Settings;
  readonly texts: Texts;
  /** Tells a person how it goes, before the answer. */
  say(line: string): void;
}

export function call<Name extends CallName>(till: Till, name: Name, request: RequestOf<Name>): Promise<Reply<Name>> {
  return till.dispatch(name, request) as Promise<Reply<Name>>;
}
