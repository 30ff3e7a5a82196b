import { describeJournal } from './journal.contract.ts';
import { createMemoryJournal } from './memory-journal.ts';

describeJournal('the journal in memory', createMemoryJournal);
