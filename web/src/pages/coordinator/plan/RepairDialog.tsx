// The ways out when somebody cannot go: the smallest first, each with what it changes and what it costs.
import { api } from '../../../api';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { Loaded } from '../../../components/Loading';
import { focusOnce } from '../../../components/Page';
import { common } from '../../../i18n/common';
import { board as texts } from '../../../i18n/parts';
import { municipalityName } from '../../../state/region';
import { useResource } from '../../../state/resource';
import { checkSaid, type VisitCheck } from '../../staff/VisitCheck';
import { namesOf, type Round, type Visit } from '../model/board';
import { movesInOrder, type Repair } from '../model/repairs';
import { periodName, shortName } from '../round/fields';
import { changeSaid } from './said';

interface MovesProps {
  round: Round;
  visit: Visit;
  repair: Repair;
}

/** What the new host still has to do for the check (R1). */
function checkWaits(host: string, check: VisitCheck): string {
  const t = texts.t.checks;
  return check.state === 'acceptable'
    ? t.accepts(host, municipalityName(check.checker ?? ''))
    : checkSaid(check);
}

/** `Mari: Loo, 5. nädal → jääb ära` */
export function RepairMoves({ round, visit, repair }: MovesProps) {
  const t = texts.t;
  const names = namesOf(round);
  const place = (at: { host: string; period: string }) =>
    t.edit.place(shortName(names.centre(at.host)), periodName(at.period));
  return (
    <ul class="repair-moves">
      {movesInOrder(repair.moves, visit).map(({ worker, from, to, check }) => (
        <li key={`${worker} ${from?.period} ${to?.period}`}>
          <b>{names.worker(worker)}</b>: {from && to && t.repair.moves(place(from), place(to))}
          {from && !to && t.repair.off(place(from))}
          {!from && to && t.repair.goes(place(to))}
          {to && check && check.state !== 'relied' && (
            <span class="soft"> · {checkWaits(shortName(names.centre(to.host)), check)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

export const repairHead = ({ changes, change }: Repair): string =>
  texts.t.repair.head(changes, changeSaid(change));

interface Props {
  round: Round;
  /** Whose worker cannot go; null: closed. */
  visit: Visit | null;
  onClose: () => void;
  onPreview: (visit: Visit, repair: Repair) => void;
}

function Ways({ round, visit, onPreview }: Props & { visit: Visit }) {
  const t = texts.t.repair;
  const repairs = useResource(`repairs ${visit.id} ${round.version}`, (signal) =>
    api.get('/api/v1/rounds/{id}/visits/{visit}/repairs', {
      path: { id: round.id, visit: visit.id },
      signal,
    }),
  );
  return (
    <Loaded of={repairs} lines={4}>
      {({ repairs: list }) =>
        list.length === 0 ? (
          <p class="notice notice-warn" tabIndex={-1} ref={focusOnce}>
            {t.none}
          </p>
        ) : (
          <>
            <p tabIndex={-1} ref={focusOnce}>
              {t.lead}
            </p>
            {list.map((repair, at) => (
              <section key={at} class="repair">
                <h3>{repairHead(repair)}</h3>
                {(repair.within_period || repair.proved) && (
                  <p class="soft">
                    {[repair.within_period && t.within, repair.proved && t.proved].filter(Boolean).join(' ')}
                  </p>
                )}
                <RepairMoves round={round} visit={visit} repair={repair} />
                <Button small onClick={() => onPreview(visit, repair)} aria-label={t.previewName(at + 1)}>
                  {t.preview}
                </Button>
              </section>
            ))}
          </>
        )
      }
    </Loaded>
  );
}

export function RepairDialog(props: Props) {
  const { round, visit, onClose } = props;
  const t = texts.t.repair;
  const names = namesOf(round);
  const about = visit
    ? t.title(
        names.worker(visit.worker),
        texts.t.edit.place(shortName(names.centre(visit.host)), periodName(visit.period)),
      )
    : '';
  return (
    <Dialog title={about} open={visit !== null} onClose={onClose}>
      {visit && (
        <>
          <Ways {...props} visit={visit} />
          <div class="buttons">
            <Button kind="quiet" onClick={onClose}>
              {common.t.cancel}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
