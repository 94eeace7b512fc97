// The other views of a proposal: open seats and what is missing, what differs from today.
import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../../api';
import { Select } from '../../../components/Field';
import { Empty, Loaded } from '../../../components/Loading';
import { formatDay, formatSpan, formatTime, isoDate, wallTime } from '../../../i18n/dates';
import { pairings } from '../../../i18n/parts';
import { titleIn } from '../../../state/region';
import { useResource } from '../../../state/resource';
import { needTitle } from './Asks';
import { needsById, openByNeed, openCentres, type Pairing } from './model';

type Seat = Schemas['PairingSeat'];

export function OpenSeats({ pairing }: { pairing: Pairing }) {
  const t = pairings.t;
  const [centre, setCentre] = useState('');
  const centres = openCentres(pairing);
  if (pairing.open.length === 0) return <Empty title={t.openNone} />;
  return (
    <>
      <p class="soft">{t.openLead}</p>
      {centres.length > 1 && (
        <div class="pairing-filter no-print">
          <Select
            name="open-centre"
            label={t.openFilter}
            value={centre}
            choices={[
              { value: '', label: t.openAll },
              ...centres.map(([value, label]) => ({ value, label })),
            ]}
            onValue={setCentre}
          />
        </div>
      )}
      <ul class="plain pair-groups">
        {openByNeed(pairing, centre).map(({ need, open }) => (
          <li key={need.id} class="pair-group">
            <h3>
              <a href={`/keskus/${need.centre}/vajadused/${need.id}`}>{titleIn(need.titles)}</a>{' '}
              <span class="soft">{need.centre_name}</span>
            </h3>
            <ul class="plain">
              {open.map((seat) => {
                const shift = need.shifts.find((one) => one.id === seat.shift);
                return (
                  <li key={seat.shift} class="open-seat">
                    <h4>
                      {shift && formatSpan(shift.from, shift.to)}{' '}
                      <span class="soft">{t.seats(seat.seats)}</span>
                    </h4>
                    <ul class="missing">
                      {seat.missing.map((reason) => (
                        <li key={reason.text}>{reason.text}</li>
                      ))}
                      {seat.missing.length === 0 && <li>{t.missingNobody}</li>}
                    </ul>
                  </li>
                );
              })}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}

function Seats({
  title,
  seats,
  needs,
}: {
  title: string;
  seats: readonly Seat[];
  needs: Schemas['PairingNeed'][];
}) {
  const t = pairings.t;
  const known = needsById(needs);
  return (
    <section class="compare-part">
      <h3>
        {title} <span class="soft">{seats.length}</span>
      </h3>
      {seats.length === 0 ? (
        <p class="soft">{t.compareNone}</p>
      ) : (
        <ul class="plain compare-seats">
          {seats.map((seat) => {
            const need = known.get(seat.need);
            const shift = need?.shifts.find((one) => one.id === seat.shift);
            return (
              <li key={seat.person + seat.shift}>
                <b>{seat.first_name}</b> {need && needTitle(need)}
                {shift && <span class="soft"> · {formatSpan(shift.from, shift.to)}</span>}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

/** Beside today's invitations, or another proposal. */
export function Compare({ id, version }: { id: string; version: number }) {
  const t = pairings.t;
  const [other, setOther] = useState('');
  const list = useResource('pairings', (signal) => api.get('/api/v1/pairings', { signal }));
  const found = useResource(`compare ${id} ${version} ${other}`, (signal) =>
    api.get('/api/v1/pairings/{id}/comparison', {
      path: { id },
      query: other ? { with: other } : {},
      signal,
    }),
  );
  const others = (list.data?.pairings ?? []).filter((one) => one.id !== id && one.state === 'ready');
  const name = (created: string) => `${formatDay(isoDate(wallTime(created)))}, ${formatTime(created)}`;
  return (
    <>
      <div class="pairing-filter no-print">
        <Select
          name="compare-with"
          label={t.compareWith}
          value={other}
          choices={[
            { value: '', label: t.today },
            ...others.map((one) => ({ value: one.id, label: t.of(one.scope_name, name(one.created)) })),
          ]}
          onValue={setOther}
        />
      </div>
      <Loaded of={found}>
        {(compared) => (
          <>
            <p>
              {t.compareSame(compared.same)}
              {other === '' && ` · ${t.compareAgreed(compared.agreed)}`}
            </p>
            <Seats title={t.compareNew} seats={compared.new} needs={compared.needs} />
            <Seats
              title={other ? t.compareLostOther : t.compareLost}
              seats={compared.lost}
              needs={compared.needs}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
