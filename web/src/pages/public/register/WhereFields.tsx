import { useEffect, useRef, useState } from 'preact/hooks';
import type { Centre } from '../../../api';
import { Button } from '../../../components/Button';
import { errorOf, type FieldError } from '../../../components/ErrorSummary';
import { Checkbox, Group } from '../../../components/Field';
import { formatDistance } from '../../../i18n/dates';
import { register } from '../../../i18n/parts';
import { type Point, wayMetres } from '../../../lib/distance';
import { currentPosition } from '../../../lib/position';
import { municipalityName, region } from '../../../state/region';
import type { PlaceAnswers } from './answers';
import { SettlementBox } from './SettlementBox';

const suggested = 3;
const suggestedWithinM = 20_000;

export function centresByNearness(from: Point | null): { centre: Centre; distance: number | null }[] {
  const centres = region.value?.centres ?? [];
  if (!from) return centres.map((centre) => ({ centre, distance: null }));
  return centres
    .map((centre) => ({ centre, distance: wayMetres(from, centre) }))
    .sort((a, b) => a.distance - b.distance);
}

/** The nearest few are ticked for a start, at least one. */
function suggestCentres(from: Point): Set<string> {
  const near = centresByNearness(from).slice(0, suggested);
  return new Set(
    near.filter((c, i) => i === 0 || (c.distance ?? 0) <= suggestedWithinM).map((c) => c.centre.id),
  );
}

interface Props {
  place: PlaceAnswers;
  onPlace: (place: PlaceAnswers) => void;
  errors: readonly FieldError[];
}

export function WhereFields({ place, onPlace, errors }: Props) {
  const t = register.t;
  const [locating, setLocating] = useState<'no' | 'busy' | 'failed'>('no');
  const from = place.settlement ?? place.position;
  const located = place.position !== null;
  const was = useRef(located);
  // The button that was pressed is gone: the focus goes to what stands there now.
  useEffect(() => {
    if (was.current !== located) document.getElementById('home')?.focus();
    was.current = located;
  }, [located]);
  const move = (change: Partial<PlaceAnswers>) => {
    const next = { ...place, ...change };
    const at = next.settlement ?? next.position;
    onPlace(at && !next.touched ? { ...next, centres: suggestCentres(at) } : next);
  };
  const locate = () => {
    setLocating('busy');
    currentPosition().then(
      (position) => {
        setLocating('no');
        move({ position, settlement: null, typed: '' });
      },
      () => setLocating('failed'),
    );
  };
  const tick = (id: string, on: boolean) => {
    const centres = new Set(place.centres);
    if (on) centres.add(id);
    else centres.delete(id);
    onPlace({ ...place, centres, touched: true });
  };
  return (
    <>
      {place.position ? (
        <div class="notice notice-good" role="group" aria-labelledby="located" id="home" tabIndex={-1}>
          <p id="located">{t.located}</p>
          <Button small onClick={() => move({ position: null })}>
            {t.otherPlace}
          </Button>
        </div>
      ) : (
        <>
          <SettlementBox
            label={t.home}
            typed={place.typed}
            error={errorOf(errors, 'home')}
            onChange={(typed, settlement) => move({ typed, settlement })}
          />
          <p>
            <Button onClick={locate} busy={locating === 'busy'}>
              {t.useLocation}
            </Button>
          </p>
          {locating === 'failed' && <p role="alert">{t.locateFailed}</p>}
        </>
      )}
      {(from || place.centres.size > 0) && (
        <Group name="centres" label={t.centres} hint={t.centresHint} error={errorOf(errors, 'centres')}>
          <div class="choices centres">
            {centresByNearness(from).map(({ centre, distance }) => (
              <Checkbox
                key={centre.id}
                name={`centre-${centre.id}`}
                checked={place.centres.has(centre.id)}
                onValue={(on) => tick(centre.id, on)}
                label={
                  <>
                    {centre.name}
                    <span class="soft">
                      {' · '}
                      {distance === null ? municipalityName(centre.municipality) : formatDistance(distance)}
                    </span>
                  </>
                }
              />
            ))}
          </div>
          <p class="hint">{t.centresChosen(place.centres.size)}</p>
        </Group>
      )}
    </>
  );
}
