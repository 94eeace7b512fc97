// The plan as files: a table for a spreadsheet, a calendar for everybody.
import { Menu } from '../../../components/Menu';
import { board as texts } from '../../../i18n/parts';
import type { Round } from '../model/board';

/** Where a file of the plan is; a calendar may be one worker's alone. */
export const fileOf = (round: string, file: 'plan.csv' | 'plan.xlsx' | 'plan.ics', worker?: string): string =>
  `/api/v1/rounds/${round}/files/${file}${worker ? `?worker=${worker}` : ''}`;

/** The browser saves what the server names an attachment; the page stays. */
const save = (address: string) => location.assign(address);

export function Files({ round }: { round: Round }) {
  const t = texts.t.files;
  return (
    <Menu
      label={t.label}
      items={[
        { key: 'xlsx', label: t.xlsx, onChoose: () => save(fileOf(round.id, 'plan.xlsx')) },
        { key: 'csv', label: t.csv, onChoose: () => save(fileOf(round.id, 'plan.csv')) },
        { key: 'ics', label: t.ics, onChoose: () => save(fileOf(round.id, 'plan.ics')) },
      ]}
    />
  );
}
