// The plan as files: a table for a spreadsheet, a calendar for everybody or for one worker.
import { Problem } from '../../../api';
import { Button } from '../../../components/Button';
import { Menu } from '../../../components/Menu';
import { language } from '../../../i18n/language';
import { board as texts } from '../../../i18n/parts';
import { useAct } from '../../staff/frame';
import type { Round } from '../model/board';

type File = 'plan.csv' | 'plan.xlsx' | 'plan.ics';

const kept = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');

/** Fetched rather than opened, so that the file speaks the page's language and a refusal is said on the page. */
async function save(address: string, name: string): Promise<void> {
  const answer = await fetch(address, { headers: { 'Accept-Language': language.peek() } }).catch(() => null);
  if (!answer) throw new Problem(0, 'offline', 'offline');
  if (!answer.ok) throw new Problem(answer.status, 'unreadable', answer.statusText);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function Files({ round }: { round: Round }) {
  const t = texts.t.files;
  const { act } = useAct();
  const item = (key: string, label: string, file: File) => ({
    key,
    label,
    onChoose: () => {
      const name = `${kept(round.name)}.${file.split('.')[1]}`;
      act(key, () => save(`/api/v1/rounds/${round.id}/files/${file}`, name));
    },
  });
  return (
    <Menu
      label={t.label}
      items={[
        item('xlsx', t.xlsx, 'plan.xlsx'),
        item('csv', t.csv, 'plan.csv'),
        item('ics', t.ics, 'plan.ics'),
      ]}
    />
  );
}

/** The visits of one worker for their own calendar; `round` and `worker` by id. */
export function CalendarOf({ round, worker, name }: { round: string; worker: string; name: string }) {
  const t = texts.t.files;
  const { busy, act } = useAct();
  const load = () =>
    act('ics', () => save(`/api/v1/rounds/${round}/files/plan.ics?worker=${worker}`, `${kept(name)}.ics`));
  return (
    <Button
      small
      kind="quiet"
      class="no-print"
      busy={busy === 'ics'}
      aria-label={t.icsOf(name)}
      onClick={load}
    >
      {t.icsShort}
    </Button>
  );
}
