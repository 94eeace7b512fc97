// A broken rule in words, with the names that the page knows: whose, where, when.
import type { Problem, Schemas } from '../../../api';
import { problemText } from '../../../components/ErrorSummary';
import { coordinator } from '../../../i18n/parts';
import type { Round } from '../model/board';
import { periodName, shortName } from '../round/fields';

type BrokenRule = Schemas['BrokenRule'];

/** `Keskus on kinni: Aegviidu, 1. nädal` */
export function ruleText(round: Round, broken: BrokenRule): string {
  const rule = coordinator.t.visit.rules[broken.rule] ?? broken.text ?? broken.rule;
  const worker = round.workers.find((w) => w.id === broken.worker)?.name;
  const centre = round.centres.find((c) => c.id === broken.centre)?.name;
  const about = [worker, centre && shortName(centre), broken.period && periodName(broken.period)].filter(
    Boolean,
  );
  return about.length > 0 ? `${rule}: ${about.join(', ')}` : rule;
}

/** What a refused edit says. */
export function refusalText(round: Round, problem: Problem): string {
  return problem.rule
    ? `${coordinator.t.visit.broken} ${ruleText(round, problem.rule)}.`
    : problemText(problem);
}
