import { coordinator } from '../../../i18n/parts';
import type { Round } from '../model/board';
import type { Refusal } from '../model/moves';
import { ruleText } from './rules';
import { Unfolding } from './Unfolding';

interface Props {
  round: Round;
  refused: readonly Refusal[];
  label: (refusal: Refusal) => string;
}

/** More than this are shown by rule; fewer one by one. */
const oneByOne = 12;

function byRule(refused: readonly Refusal[]): Map<string, Refusal[]> {
  const found = new Map<string, Refusal[]>();
  for (const one of refused) {
    const rule = one.broken?.rule ?? '';
    const list = found.get(rule);
    if (list) list.push(one);
    else found.set(rule, [one]);
  }
  return found;
}

/** Where a visit cannot go: every place with the rule that stands in the way. */
export function Refusals({ round, refused, label }: Props) {
  const t = coordinator.t.visit;
  if (refused.length === 0) return null;
  return (
    <Unfolding class="refusals" summary={t.refused(refused.length)} lines={refused.length}>
      {() =>
        refused.length > oneByOne ? (
          [...byRule(refused)].map(([rule, list]) => (
            <section key={rule}>
              <h4 class="refused-rule">
                <span aria-hidden="true">× </span>
                {t.rules[rule] ?? rule} ({list.length})
              </h4>
              <p>{list.map(label).join('; ')}</p>
            </section>
          ))
        ) : (
          <ul class="plain">
            {refused.map((r) => (
              <li key={`${r.host} ${r.period}`}>
                <b>{label(r)}</b>
                <br />
                <span aria-hidden="true">× </span>
                {r.broken && ruleText(round, r.broken)}
              </li>
            ))}
          </ul>
        )
      }
    </Unfolding>
  );
}
