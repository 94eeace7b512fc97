// The table of points of a visit, to be read and weighed, and what it makes of one visit.
import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { errorOf, type FieldError } from '../../../components/ErrorSummary';
import { language } from '../../../i18n/language';
import { formatNumber } from '../../../i18n/plural';
import { season } from '../../../i18n/season';
import { SaveBar, useEdits } from '../round/edits';
import { Fixed } from '../round/Fixed';
import type { RoundPart } from '../round/RoundPages';
import { CountField } from './CountField';
import { TryVisit } from './TryVisit';

type Weight = Schemas['RoundWeightFull'];

interface RowProps {
  weight: Weight;
  error: string | undefined;
  onPoints: (points: number) => void;
}

function PointRow({ weight, error, onPoints }: RowProps) {
  const t = season.t.points;
  const { part, text, points, standard, max } = weight;
  const number = (n: number) => formatNumber(language.value, n);
  return (
    <tr>
      <th scope="row">
        {text}
        <span class="cell-note">
          {t.help[part]} {t.usual(number(standard), number(max))}
        </span>
      </th>
      <td class="numeric points-cell">
        <CountField
          name={`weight-${part}`}
          label={t.pointsName(text)}
          error={error}
          value={points}
          onValue={onPoints}
        />
      </td>
    </tr>
  );
}

export function PointSettings(props: RoundPart) {
  const t = season.t.points;
  const { round } = props;
  const edits = useEdits<Weight>();
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const changed = () => [...edits.changed.values()].map(({ part, points }) => ({ part, points }));
  const names = () =>
    Object.fromEntries(changed().map(({ part }, at) => [`weights/${at}/points`, `weight-${part}`]));
  const set = (weight: Weight, points: number) => edits.change(weight.part, weight, { points });
  const now = round.weights.map((weight) => edits.of(weight.part, weight));
  return (
    <>
      <h2>{t.title}</h2>
      <p>{t.lead}</p>
      <Fixed round={round}>
        <table class="points">
          <caption class="hidden">{t.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t.part}</th>
              <th scope="col" class="numeric">
                {t.points}
              </th>
            </tr>
          </thead>
          <tbody>
            {round.weights.map((weight) => (
              <PointRow
                key={weight.part}
                weight={edits.of(weight.part, weight)}
                error={errorOf(errors, `weight-${weight.part}`)}
                onPoints={(points) => set(weight, points)}
              />
            ))}
          </tbody>
        </table>
        <p class="soft">{t.goals}</p>
        {now.some((one) => one.points !== one.standard) && (
          <p>
            <Button small onClick={() => round.weights.forEach((one) => void set(one, one.standard))}>
              {t.usualAll}
            </Button>
          </p>
        )}
      </Fixed>
      <SaveBar
        {...props}
        count={edits.changed.size}
        change={() => ({ weights: changed() })}
        names={names}
        onErrors={setErrors}
        onDone={edits.clear}
      />
      <TryVisit round={round} />
    </>
  );
}
