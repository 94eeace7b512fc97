// What a plan may not do, as a change of the round: a centre without guests, a worker who stays at home. A plan that stands
// keeps its visits; the next one keeps to the change.
import type { Schemas } from '../../../api';
import { board as texts } from '../../../i18n/parts';
import { namesOf, type Round, type Visit } from '../model/board';
import { periodName, shortName } from '../round/fields';
import type { Place } from './BoardTable';

type Change = [body: Schemas['RoundChange'], said: string];

/** A centre closed in a period, or open again. */
export function shutCentre(round: Round, { host, period }: Place, shut: boolean): Change {
  const t = texts.t;
  const place = t.edit.place(shortName(namesOf(round).centre(host)), periodName(period));
  const centres = round.centres
    .filter((c) => c.id === host)
    .map(({ name: _, closed, ...centre }) => ({
      ...centre,
      closed: shut ? [...closed, period] : closed.filter((p) => p !== period),
    }));
  return [{ centres }, shut ? t.cell.shutDone(place) : t.cell.openDone(place)];
}

/** The worker of a visit does not travel in its period. */
export function forbidPeriod(round: Round, { worker, period }: Visit): Change {
  const workers = round.workers
    .filter((w) => w.id === worker)
    .map(({ id, takes_part, unavailable, wants, days_off, max_minutes, lead, check_promised }) => ({
      id,
      takes_part,
      wants,
      ...(days_off && { days_off }),
      ...(max_minutes !== undefined && { max_minutes }),
      ...(lead !== undefined && { lead }),
      ...(check_promised !== undefined && { check_promised }),
      unavailable: unavailable.includes(period) ? unavailable : [...unavailable, period],
    }));
  return [{ workers }, texts.t.forbid.done(namesOf(round).worker(worker), periodName(period))];
}
