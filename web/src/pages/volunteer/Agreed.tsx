import { useState } from 'preact/hooks';
import { api, type Placement } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { DateLeaf } from '../../components/DateLeaf';
import { Dialog } from '../../components/Dialog';
import { ErrorSummary } from '../../components/ErrorSummary';
import { Radios } from '../../components/Field';
import { Row, Rows, Tag } from '../../components/Rows';
import { common } from '../../i18n/common';
import { formatSpan } from '../../i18n/dates';
import { volunteer } from '../../i18n/parts';
import { useForm } from '../../state/form';
import { codeName, titleIn } from '../../state/region';
import { toast } from '../../state/toast';

const reasons = ['ill', 'busy', 'transport', 'mistake', 'other'] as const;

/** "Ei saa tulla": says to whom it goes before it goes. */
function CancelDialog({
  placement,
  onClose,
  onDone,
}: {
  placement: Placement;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = volunteer.t;
  const form = useForm();
  const [reason, setReason] = useState<(typeof reasons)[number] | null>(null);
  const send = () =>
    form.submit(
      () => [],
      async () => {
        await api.post('/api/v1/placements/{id}/cancellation', {
          path: { id: placement.id },
          body: reason ? { reason } : {},
        });
        toast(t.cancelled);
        onDone();
      },
    );
  return (
    <Dialog title={t.cannotTitle} open onClose={onClose}>
      <ErrorSummary {...form} />
      <p>{t.cannotBody(placement.centre_name, formatSpan(placement.from, placement.to))}</p>
      <Radios
        name="cancel-reason"
        label={t.noWhy}
        value={reason}
        choices={reasons.map((value) => ({ value, label: t.cannotReasons[value] }))}
        onValue={setReason}
      />
      <div class="buttons">
        <Button kind="danger" busy={form.busy} onClick={send}>
          {t.cannotSend}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {common.t.close}
        </Button>
      </div>
    </Dialog>
  );
}

function AgreedRow({ placement, onChanged }: { placement: Placement; onChanged: () => void }) {
  const t = volunteer.t;
  const [asking, setAsking] = useState(false);
  const { state, waiting_for, contact, how_to_find, bring } = placement;
  return (
    <Row
      side={<DateLeaf date={placement.from} />}
      title={titleIn(placement.titles)}
      actions={
        <Button small onClick={() => setAsking(true)}>
          {t.cannotCome}
        </Button>
      }
    >
      <p class="when">{formatSpan(placement.from, placement.to)}</p>
      <p>
        {placement.centre_name}{' '}
        <Tag tone={state === 'agreed' ? 'good' : 'warn'}>
          {state === 'awaiting' && waiting_for
            ? t.waitsFor[waiting_for as keyof typeof t.waitsFor]
            : t.state[state]}
        </Tag>
      </p>
      <p class="soft">
        {[
          contact && t.meets(contact),
          how_to_find,
          bring && bring.length > 0 && t.bring(bring.map(codeName).join(', ')),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {asking && (
        <CancelDialog
          placement={placement}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            onChanged();
          }}
        />
      )}
    </Row>
  );
}

/** What the person agreed to and is still to come. */
export function Agreed({
  placements,
  onChanged,
}: {
  placements: readonly Placement[];
  onChanged: () => void;
}) {
  const t = volunteer.t;
  const coming = placements.filter((p) => p.state === 'agreed' || p.state === 'awaiting');
  if (coming.length === 0) return <p class="soft">{t.agreedNone}</p>;
  return (
    <Rows label={t.agreed}>
      {coming.map((placement) => (
        <AgreedRow key={placement.id} placement={placement} onChanged={onChanged} />
      ))}
    </Rows>
  );
}

/** Hours that a centre has marked. */
export function HoursDone({ placements, hours }: { placements: readonly Placement[]; hours: number }) {
  const t = volunteer.t;
  const done = placements.filter((p) => p.state === 'done');
  if (hours === 0) return <p class="soft">{t.hoursNone}</p>;
  return (
    <>
      <p>{t.hoursDone(hours)}</p>
      <ul>
        {done.map((placement) => (
          <li key={placement.id}>
            {formatSpan(placement.from, placement.to)} · {titleIn(placement.titles)}, {placement.centre_name}
          </li>
        ))}
      </ul>
      <ButtonLink href="/minu/tunnid">{t.hoursSheet}</ButtonLink>
    </>
  );
}
