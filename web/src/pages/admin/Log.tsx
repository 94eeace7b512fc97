import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../api';
import { Button } from '../../components/Button';
import { TextField } from '../../components/Field';
import { Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { type Column, Table } from '../../components/Table';
import { common } from '../../i18n/common';
import { formatDay, formatTime, isoDate, wallTime } from '../../i18n/dates';
import { admin } from '../../i18n/parts';
import { centreOf, municipalityName } from '../../state/region';
import { useResource } from '../../state/resource';
import { useAct } from '../staff/frame';

type Entry = Schemas['AuditEntry'];

const pageSize = 100;
const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** `manager:kehra` in words. */
function roleName(role: string | null | undefined): string {
  if (!role) return admin.t.service;
  const [name = '', scope = ''] = role.split(':');
  const place = centreOf(scope)?.name ?? (/^\d{4}$/.test(scope) ? municipalityName(scope) : scope);
  return [admin.t.role[name] ?? name, place].filter(Boolean).join(', ');
}

/** The end of an identifier tells entries apart; the whole is there to copy. */
const Id = ({ id }: { id: string | null | undefined }) =>
  id ? <code title={id}>…{id.slice(-12)}</code> : null;

function columns(onPerson: (id: string) => void): Column<Entry>[] {
  const t = admin.t;
  return [
    { key: 'at', head: t.at, cell: (e) => `${formatDay(isoDate(wallTime(e.at)))}, ${formatTime(e.at)}` },
    {
      key: 'who',
      head: t.who,
      cell: (e) => (
        <>
          {roleName(e.role)} <Id id={e.actor} />
        </>
      ),
    },
    { key: 'what', head: t.what, cell: (e) => t.actions[e.action] ?? e.action },
    {
      key: 'whom',
      head: t.whom,
      cell: (e) =>
        e.person && (
          <button type="button" class="link" title={t.onlyPerson} onClick={() => onPerson(e.person ?? '')}>
            …{e.person.slice(-12)}
          </button>
        ),
    },
    { key: 'object', head: t.object, cell: (e) => <Id id={e.object} /> },
  ];
}

export function Log() {
  const t = admin.t;
  const [typed, setTyped] = useState('');
  const [person, setPerson] = useState('');
  const { busy, act } = useAct();
  const query = (cursor?: string) => ({
    limit: pageSize,
    ...(person ? { person } : {}),
    ...(cursor ? { cursor } : {}),
  });
  const log = useResource(`log ${person}`, (signal) => api.get('/api/v1/audit', { query: query(), signal }));
  const more = (next: string, before: Entry[]) =>
    act('more', async () => {
      const page = await api.get('/api/v1/audit', { query: query(next) });
      log.set({ entries: [...before, ...page.entries], next: page.next });
    });
  const choose = (id: string) => {
    setTyped(id);
    setPerson(id);
  };
  return (
    <Page title={t.log} lead={t.logLead} width="full">
      <form
        class="why-form"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setPerson(isId(typed.trim()) ? typed.trim() : '');
        }}
      >
        <TextField
          name="person"
          label={t.person}
          hint={t.personHint}
          width="full"
          autocomplete="off"
          value={typed}
          onValue={setTyped}
        />
        <Button type="submit">{t.search}</Button>
      </form>
      <Loaded of={log}>
        {({ entries, next }) =>
          entries.length === 0 ? (
            <p>{t.emptyLog}</p>
          ) : (
            <>
              <p role="status">{t.shown(entries.length)}</p>
              <Table
                caption={t.log}
                captionHidden
                columns={columns(choose)}
                rows={entries}
                rowKey={(e) => String(e.id)}
              />
              {next && (
                <Button busy={busy === 'more'} onClick={() => more(next, entries)}>
                  {common.t.showMore}
                </Button>
              )}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
