// A round: its plan first, then what the plan rests on.
import { useLocation } from 'preact-iso/router';
import { api, type Schemas } from '../../../api';
import { Loaded } from '../../../components/Loading';
import { Page } from '../../../components/Page';
import { formatDay } from '../../../i18n/dates';
import { board, coordinator } from '../../../i18n/parts';
import { season } from '../../../i18n/season';
import { useResource } from '../../../state/resource';
import { NotFound } from '../../NotFound';
import { later, useLiveReload } from '../../staff/frame';
import { RoundState } from '../Rounds';
import { CentreSettings } from './CentreSettings';
import { Fixed, isFixed } from './Fixed';
import { RuleSettings } from './RuleSettings';
import { useCurrentShown } from './useCurrentShown';
import { WorkerSettings } from './WorkerSettings';

export type Round = Schemas['Round'];

const PlanPage = later(() =>
  Promise.all([import('../board'), board.load()]).then(([module]) => module.PlanPage),
);

const SeasonPages = later(() =>
  Promise.all([import('../season/index'), season.load()]).then(([module]) => module.SeasonPages),
);

export interface RoundPart {
  round: Round;
  /** Puts in what a change answered. */
  onRound: (round: Round) => void;
  /** Reads the round again: somebody else changed it. */
  onStale: () => void;
}

const seasonParts = ['vastused', 'lahtiolek', 'punktid', 'kooskolastus', 'tasakaal', 'lopetamine'];
const parts = [
  '',
  'kooskolastus',
  'keskused',
  'lahtiolek',
  'tootajad',
  'vastused',
  'punktid',
  'reeglid',
  'tasakaal',
  'lopetamine',
];

function Settings({ part, ...rest }: RoundPart & { part: string }) {
  if (part === 'keskused') return <CentreSettings {...rest} />;
  return part === 'tootajad' ? <WorkerSettings {...rest} /> : <RuleSettings {...rest} />;
}

function Part({ part, ...rest }: RoundPart & { part: string }) {
  if (part === '') return <PlanPage {...rest} />;
  if (seasonParts.includes(part)) return <SeasonPages part={part} {...rest} />;
  return (
    <Fixed round={rest.round}>
      <Settings part={part} {...rest} />
    </Fixed>
  );
}

/** What there is nothing to close of has no page for it. */
const partsOf = (round: Round | null) =>
  parts.filter((p) => p !== 'lopetamine' || (round !== null && isFixed(round)));

function Tabs({ id, part, round }: { id: string; part: string; round: Round | null }) {
  const { path } = useLocation();
  const line = useCurrentShown(`${part} ${round?.state}`);
  const t = coordinator.t.round.tabs;
  const home = `/koordinaator/voorud/${id}`;
  const labels: Record<string, string> = {
    '': t.plan,
    kooskolastus: t.approval,
    keskused: t.centres,
    lahtiolek: t.staffing,
    tootajad: t.workers,
    vastused: t.answers,
    punktid: t.points,
    reeglid: t.rules,
    tasakaal: t.ledger,
    lopetamine: t.closing,
  };
  return (
    <nav ref={line} class="tabs no-print" aria-label={t.label}>
      {partsOf(round).map((p) => (
        <a
          key={p}
          href={p ? `${home}/${p}` : home}
          aria-current={p === part && path.startsWith(home) ? 'page' : undefined}
        >
          {labels[p]}
        </a>
      ))}
    </nav>
  );
}

export function RoundPages({ id, part }: { id: string; part: string }) {
  const round = useResource(`round ${id}`, (signal) =>
    api.get('/api/v1/rounds/{id}', { path: { id }, signal }),
  );
  useLiveReload(`round:${id}`, (event) => event.type === 'round' && round.reload());
  if (!parts.includes(part)) return <NotFound />;
  const first = round.data?.periods[0];
  const last = round.data?.periods.at(-1);
  return (
    <Page
      title={round.data?.name ?? '…'}
      width={part === '' ? 'full' : 'wide'}
      above={
        round.data && (
          <>
            {first && last && `${formatDay(first.first)} – ${formatDay(last.last)} `}
            <RoundState state={round.data.state} />
          </>
        )
      }
    >
      <Tabs id={id} part={part} round={round.data} />
      <Loaded of={round}>
        {(data) => <Part part={part} round={data} onRound={round.set} onStale={round.reload} />}
      </Loaded>
    </Page>
  );
}
