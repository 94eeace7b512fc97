// Whom to invite: the best first, with two or three plain reasons; one press asks one, or the next five.
import { useEffect, useState } from 'preact/hooks';
import { api, type Need, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Icon } from '../../../components/Icon';
import { Empty, Loaded } from '../../../components/Loading';
import { Tag } from '../../../components/Rows';
import { toast } from '../../../components/Toast';
import { formatDistance } from '../../../i18n/dates';
import { manager } from '../../../i18n/parts';
import { type Resource, useResource } from '../../../state/resource';
import { useAct } from '../../staff/frame';
import { type Candidate, type Invitation, nextToInvite, undoMs } from '../model/candidates';

const atOnce = 5;
const firstShown = 20;
const mostShown = 200;
const reasonsShown = 3;
/** Nearness stands beside the name already. */
const nearReason = 'near';
/** "Free at all times" says nothing where nobody asked. */
const timeReason = 'time';
const nextDoorM = 1_000;
const asksAgain = 3;
const askAgainMs = 700;

const flagTone = {
  check_needed: 'warn',
  ask_time: 'plain',
  minor: 'plain',
  over_hours: 'plain',
} as const;
const stateTone = {
  sent: 'accent',
  accepted: 'good',
  declined: 'plain',
  expired: 'plain',
  withdrawn: 'plain',
} as const;

interface PersonProps {
  candidate: Candidate;
  busy: boolean;
  onInvite: () => void;
}

function Person({ candidate: c, busy, onInvite }: PersonProps) {
  const t = manager.t.need;
  const far =
    c.distance_m === undefined
      ? ''
      : c.distance_m < nextDoorM
        ? t.nextDoor
        : t.away(formatDistance(c.distance_m));
  const about = [t.age[c.age_group], far];
  const timeUnknown = c.flags.includes('ask_time');
  const reasons = c.reasons
    .filter((r) => r.code !== nearReason && !(timeUnknown && r.code === timeReason))
    .slice(0, reasonsShown);
  const again = c.invitation === null || c.invitation === 'withdrawn' || c.invitation === 'expired';
  return (
    <li class="candidate">
      <div class="candidate-body">
        <h3>
          {c.name ?? c.first_name} <span class="candidate-about">{about.filter(Boolean).join(' · ')}</span>
        </h3>
        {reasons.length > 0 && (
          <ul class="reasons">
            {reasons.map((reason) => (
              <li key={reason.code + reason.text}>{reason.text}</li>
            ))}
          </ul>
        )}
        {c.flags.length > 0 && (
          <ul class="tags">
            {c.flags.map((flag) => (
              <li key={flag} title={t.flagHelp[flag]}>
                <Tag tone={flagTone[flag]}>{t.flags[flag]}</Tag>
                <span class="hidden">{t.flagHelp[flag]}</span>
              </li>
            ))}
          </ul>
        )}
        {c.phone && (
          <a
            class="person-phone"
            href={`tel:${c.phone.replace(/[^+\d]/g, '')}`}
            aria-label={`${manager.t.shift.call(c.first_name)}, ${c.phone}`}
          >
            <Icon name="phone" />
            {c.phone}
          </a>
        )}
      </div>
      <div class="candidate-action">
        {c.invitation && <Tag tone={stateTone[c.invitation]}>{t.invitation[c.invitation]}</Tag>}
        {again && (
          <Button small busy={busy} aria-label={t.inviteName(c.first_name)} onClick={onInvite}>
            {t.invite}
          </Button>
        )}
      </div>
    </li>
  );
}

interface Props {
  need: Need;
  /** Grows when something about the need changed. */
  turn: number;
  onChanged: () => void;
}

/** Asks people, and lets the asker take it back while nobody has heard of it. */
function useInvite(need: Need, onChanged: () => void) {
  const t = manager.t.need;
  const { busy, act } = useAct();
  const undo = async (sent: readonly Invitation[]) => {
    const done = await act('undo', () =>
      Promise.all(sent.map((i) => api.delete('/api/v1/invitations/{token}', { path: { token: i.id } }))),
    );
    if (done) toast(t.undone);
    onChanged();
  };
  const invite = (key: string, people: readonly Candidate[]) =>
    act(key, async () => {
      const { invitations } = await api.post('/api/v1/needs/{id}/invitations', {
        path: { id: need.id },
        body: { people: people.map((p) => p.person) },
      });
      const ms = undoMs(invitations, Date.now());
      const name = people[0]?.first_name ?? '';
      if (ms > 1_000) toast(t.invitedToast(invitations.length, name), { ms, undo: () => undo(invitations) });
      else toast(t.sentToast(invitations.length, name));
      onChanged();
    });
  return { busy, invite };
}

/** The search learns of a new need a moment after it is posted: an empty list is asked for again, a few times. */
function useAskAgain(found: Resource<Schemas['CandidateList']>): void {
  const [asked, setAsked] = useState(0);
  const empty = found.data?.candidates.length === 0;
  const { reload } = found;
  useEffect(() => {
    if (!empty || found.loading || asked >= asksAgain) return;
    const timer = setTimeout(() => {
      setAsked(asked + 1);
      reload();
    }, askAgainMs);
    return () => clearTimeout(timer);
  }, [empty, found.loading, asked]);
}

export function Candidates({ need, turn, onChanged }: Props) {
  const t = manager.t.need;
  const [top, setTop] = useState(firstShown);
  const found = useResource(`candidates ${need.id} ${top} ${turn}`, (signal) =>
    api.get('/api/v1/needs/{id}/candidates', { path: { id: need.id }, query: { top }, signal }),
  );
  useAskAgain(found);
  // A change reads the list again; what was shown stays until the new one is there.
  const [last, setLast] = useState(found.data);
  if (found.data && found.data !== last) setLast(found.data);
  const list = found.data ? found : { ...found, data: last };
  const { busy, invite } = useInvite(need, onChanged);
  return (
    <section aria-labelledby="candidates">
      <h2 id="candidates" class="first">
        {t.candidates}
      </h2>
      <Loaded of={list}>
        {({ candidates, fitting }) => {
          const next = nextToInvite(candidates, atOnce);
          if (candidates.length === 0) {
            return (
              <Empty title={t.nobodyTitle}>
                <p>{t.nobody}</p>
              </Empty>
            );
          }
          return (
            <>
              <p class="candidates-head">
                <span>{t.fitting(fitting)}</span>
                {next.length > 0 && (
                  <Button kind="primary" busy={busy === 'next'} onClick={() => invite('next', next)}>
                    {t.inviteNext(next.length)}
                  </Button>
                )}
              </p>
              <ol class="candidates">
                {candidates.map((c) => (
                  <Person
                    key={c.person}
                    candidate={c}
                    busy={busy === c.person}
                    onInvite={() => invite(c.person, [c])}
                  />
                ))}
              </ol>
              {fitting > candidates.length && top < mostShown && (
                <Button onClick={() => setTop(Math.min(mostShown, top * 3))}>{t.showMore}</Button>
              )}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
