// One need: who comes, who offers, whom to invite, why somebody is missing.
import { useState } from 'preact/hooks';
import { api, type Centre, type Need } from '../../../api';
import { Bar } from '../../../components/Bar';
import { ButtonLink } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { Loaded } from '../../../components/Loading';
import { Page } from '../../../components/Page';
import { Tag } from '../../../components/Rows';
import { addDays, formatDay, formatSpan } from '../../../i18n/dates';
import { manager, staff } from '../../../i18n/parts';
import { titleIn } from '../../../state/region';
import { useResource } from '../../../state/resource';
import { useLiveReload, useNow } from '../../staff/frame';
import { CheckDialog, type Checked } from '../CheckDialog';
import { sortAnswers } from '../model/candidates';
import { dateOf, type RosterShift } from '../model/roster';
import { ShiftBlock } from '../Shift';
import { Asked, Offers } from './Answers';
import { Candidates } from './Candidates';
import { CloseNeed } from './CloseNeed';
import { NeedFacts } from './NeedFacts';
import { WhyMissing } from './WhyMissing';

const rosterSpanDays = 60;

/** The need's shifts with the people in them; shifts beyond the roster's span show their counts. */
function shiftsOf(need: Need, roster: readonly RosterShift[]): RosterShift[] {
  const known = new Map(roster.map((s) => [s.id, s]));
  return need.shifts.map((s) => known.get(s.id) ?? { ...s, need: need.id, titles: need.titles, people: [] });
}

function UrgentNotice() {
  const t = manager.t.need;
  return (
    <div class="notice notice-urgent" role="note">
      <p>
        <b>{t.urgentTitle}</b>
      </p>
      <p>{t.urgentHelp}</p>
    </div>
  );
}

/** The people in the shifts; the roster starts a week back, so that attendance can still be noted. */
function useNeedRoster(centre: string, id: string, need: Need | null) {
  const first = need?.shifts[0] ? dateOf(need.shifts[0].from) : null;
  return useResource(`need roster ${id} ${first ?? ''}`, async (signal) => {
    if (!first) return [];
    const { shifts } = await api.get('/api/v1/centres/{centre}/roster', {
      path: { centre },
      query: { from: first, to: addDays(first, rosterSpanDays) },
      signal,
    });
    return shifts.filter((s) => s.need === id);
  });
}

function Live({ need, centre, reload }: { need: Need; centre: Centre; reload: () => void }) {
  const t = manager.t.need;
  const nowMs = useNow();
  const [checked, setChecked] = useState<Checked | null>(null);
  const [turn, setTurn] = useState(0);
  const roster = useNeedRoster(centre.id, need.id, need);
  const invitations = useResource(`invitations ${need.id}`, (signal) =>
    api.get('/api/v1/needs/{id}/invitations', { path: { id: need.id }, signal }),
  );
  const all = () => {
    reload();
    roster.reload();
    invitations.reload();
    setTurn((n) => n + 1);
  };
  useLiveReload(`need:${need.id}`, all);
  const answers = sortAnswers(invitations.data?.invitations ?? []);
  const open = need.state !== 'closed';
  // Nobody else is looked for once every seat is taken; filled it is when all that was missing has come.
  const state = need.state === 'filled' && need.filled < need.seats ? 'waits' : need.state;
  const awaiting = need.shifts.reduce((sum, s) => sum + s.awaiting, 0);
  return (
    <>
      <p class="need-bar" aria-live="polite">
        <Bar
          value={need.filled}
          waiting={awaiting}
          max={need.seats}
          label={t.allShifts(need.filled, need.seats)}
        />{' '}
        <Tag tone={state === 'filled' ? 'good' : state === 'closed' ? 'plain' : 'accent'}>
          {t.state[state]}
        </Tag>
      </p>
      {open && need.filled < need.seats && (
        <p class="narrow-only no-print">
          <ButtonLink kind="primary" href="#candidates">
            {t.candidates} ↓
          </ButtonLink>
        </p>
      )}
      {open && need.urgent && need.filled < need.seats && <UrgentNotice />}
      <div class="split">
        <div>
          {answers.offers.length > 0 && open && (
            <Offers offers={answers.offers} need={need} onChanged={all} />
          )}
          <h2>{t.roster}</h2>
          <div class="shifts">
            {shiftsOf(need, roster.data ?? []).map((shift) => (
              <ShiftBlock
                key={shift.id}
                shift={shift}
                centre={centre.id}
                nowMs={nowMs}
                title={formatDay(dateOf(shift.from))}
                invite={false}
                onChanged={all}
                onCheck={setChecked}
              />
            ))}
          </div>
          <Asked asked={answers.asked} declined={answers.declined} onChanged={all} />
          <h2>{t.details}</h2>
          <NeedFacts need={need} />
          <p class="need-links no-print">
            {open && (
              <ButtonLink small href={`/keskus/${centre.id}/vajadused/${need.id}/muuda`}>
                {staff.t.edit.link}
              </ButtonLink>
            )}
            <ButtonLink small href={`/keskus/${centre.id}/uus?koopia=${need.id}`}>
              <Icon name="copy" />
              {t.copy}
            </ButtonLink>
            <ButtonLink small kind="quiet" href={`/vajadused/${need.id}`}>
              {t.public}
            </ButtonLink>
            {open && <CloseNeed need={need} asked={answers.asked.length} onClosed={all} />}
          </p>
        </div>
        {open && (
          <div class="no-print">
            <Candidates need={need} turn={turn} onChanged={all} />
            <WhyMissing need={need.id} />
          </div>
        )}
      </div>
      <CheckDialog person={checked} centre={centre} onClose={() => setChecked(null)} onSaved={all} />
    </>
  );
}

export function NeedPage({ centre, id }: { centre: Centre; id: string }) {
  const need = useResource(`need ${id}`, (signal) => api.get('/api/v1/needs/{id}', { path: { id }, signal }));
  const first = need.data?.shifts[0];
  const title = need.data ? titleIn(need.data.titles) : '…';
  return (
    <Page title={title} lead={first && formatSpan(first.from, first.to)} width="wide">
      <Loaded of={need}>{(data) => <Live need={data} centre={centre} reload={need.reload} />}</Loaded>
    </Page>
  );
}
