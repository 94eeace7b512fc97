import { useState } from 'preact/hooks';
import lazy from 'preact-iso/lazy';
import { useLocation, useRoute } from 'preact-iso/router';
import { api, type Need } from '../../api';
import { Bar } from '../../components/Bar';
import { Button, ButtonLink } from '../../components/Button';
import { Fact, Facts } from '../../components/Facts';
import { Loaded, Skeleton } from '../../components/Loading';
import { focusOnce, Page } from '../../components/Page';
import { Tag } from '../../components/Rows';
import { common } from '../../i18n/common';
import { formatSpan } from '../../i18n/dates';
import { open } from '../../i18n/parts';
import { centreOf, codeName, loadRegion, municipalityName, titleIn } from '../../state/region';
import { useResource } from '../../state/resource';
import { hasRole } from '../../state/session';
import { openSeats, openShifts } from './needFilter';

const names = (codes: readonly string[]) => codes.map(codeName).join(', ');

export const levelWord = (level: string): string => open.t.level[/^[C]|B2/.test(level) ? 'fluent' : 'basic'];

const languageList = (languages: Need['required_languages']) =>
  Object.entries(languages)
    .map(([code, level]) => `${codeName(code)} (${levelWord(level)})`)
    .join(', ');

/** Everything about a need that anybody may know. */
export function NeedFacts({ need }: { need: Need }) {
  const t = open.t;
  const centre = centreOf(need.centre);
  const rows: [string, string][] = [
    [
      t.where,
      [need.centre_name, centre && `${centre.settlement}, ${municipalityName(centre.municipality)}`]
        .filter(Boolean)
        .join(' · '),
    ],
    [t.howToFind, centre?.how_to_find ?? ''],
    [t.whoMeets, need.contact ?? ''],
    [t.bring, names(need.bring ?? [])],
    [t.wanted, names(need.required_skills)],
    [t.wantedToo, names(need.preferred_skills)],
    [t.certificates, names(need.required_certificates)],
    [t.languages, languageList(need.required_languages)],
    [t.languagesToo, languageList(need.preferred_languages)],
    [t.age, t.ageFrom(need.min_age)],
    [t.young, need.age_groups.map((range) => t.years(range.replace('-', '–'))).join(', ')],
  ];
  return (
    <>
      <Facts>
        {rows.map(
          ([name, value]) =>
            value && (
              <Fact key={name} name={name}>
                {value}
              </Fact>
            ),
        )}
      </Facts>
      {need.children && (
        <div class="notice">
          <p>
            <strong>{t.checkTitle}.</strong> {t.checkBody}
          </p>
        </div>
      )}
      {need.note && (
        <>
          <h2>{t.note}</h2>
          <p lang={need.note.language}>{need.note.text}</p>
          <p class="hint">({t.noteIn[need.note.language]})</p>
        </>
      )}
    </>
  );
}

/** The form of those who are signed in comes with them. */
const OfferForm = lazy(async () => ({ default: (await import('./OfferForm')).OfferForm }));

function ShiftList({ shifts }: { shifts: Need['shifts'] }) {
  return (
    <ul class="rows">
      {shifts.map((shift) => (
        <li class="shift" key={shift.id}>
          <span class="when">{formatSpan(shift.from, shift.to)}</span>
          <Bar
            value={shift.filled}
            waiting={shift.awaiting}
            max={shift.seats}
            label={openSeats(shift) > 0 ? open.t.seatsOpen(openSeats(shift)) : open.t.offerFull}
          />
        </li>
      ))}
    </ul>
  );
}

function Detail({ need }: { need: Need }) {
  const t = open.t;
  const [offered, setOffered] = useState(false);
  const canOffer = need.state === 'open' && openShifts(need, new Date()).length > 0;
  const signedIn = hasRole('volunteer', 'worker');
  return (
    <Page
      title={titleIn(need.titles)}
      above={<a href="/">← {t.allNeeds}</a>}
      lead={
        <>
          {need.centre_name} {need.urgent && <Tag tone="warn">{t.urgent}</Tag>}
        </>
      }
    >
      {offered && (
        <div class="notice notice-good" role="status" tabIndex={-1} ref={focusOnce}>
          <p>
            <strong>{t.offerSent}.</strong> {t.offerSentBody}
          </p>
          <ButtonLink href="/minu">{t.offerMine}</ButtonLink>
        </div>
      )}
      {!canOffer && <p class="notice">{need.state === 'closed' ? t.needClosed : t.needFilled}</p>}
      {canOffer && !offered && signedIn ? (
        <OfferForm need={need} onOffered={() => setOffered(true)} />
      ) : (
        <>
          <h2>{t.times}</h2>
          <ShiftList shifts={need.shifts} />
        </>
      )}
      {canOffer && !signedIn && (
        <div class="offer">
          {need.for === 'worker' ? (
            <p>{t.forWorkers}</p>
          ) : (
            <>
              <ButtonLink kind="primary" href={`/liitu?vajadus=${need.id}`}>
                {t.offer}
              </ButtonLink>
              <p class="hint">{t.joinFirst}</p>
            </>
          )}
          <p>
            {t.joined} <a href={`/sisene?edasi=/vajadused/${need.id}`}>{t.joinedSignIn}</a>
          </p>
        </div>
      )}
      <NeedFacts need={need} />
    </Page>
  );
}

export function NeedDetail() {
  const t = open.t;
  const { params } = useRoute();
  const { route } = useLocation();
  const id = params.id ?? '';
  const need = useResource(id, async (signal) => {
    const [found] = await Promise.all([
      api.get('/api/v1/needs/{id}', { path: { id }, signal }),
      loadRegion(),
    ]);
    return found;
  });
  if (need.data) return <Detail need={need.data} />;
  if (need.problem && (need.problem.status === 404 || need.problem.status === 422)) {
    return (
      <Page title={t.needGone} lead={t.needGoneBody}>
        <Button kind="primary" onClick={() => route('/')}>
          {common.t.toNeeds}
        </Button>
      </Page>
    );
  }
  return (
    <main class="page page-narrow" id="content">
      {need.problem ? <Loaded of={need}>{() => null}</Loaded> : <Skeleton />}
    </main>
  );
}
