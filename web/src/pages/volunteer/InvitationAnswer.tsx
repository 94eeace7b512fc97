import { useState } from 'preact/hooks';
import { api, type InvitationDetail, type Schemas } from '../../api';
import { Button } from '../../components/Button';
import { ErrorSummary, errorOf } from '../../components/ErrorSummary';
import { Group } from '../../components/Field';
import { Menu } from '../../components/Menu';
import { volunteer } from '../../i18n/parts';
import { useForm } from '../../state/form';
import { ShiftChoices } from '../public/OfferForm';

const reasons = ['busy', 'too_far', 'not_my_thing', 'not_now', 'other'] as const;

/** What stands after the answer, or instead of it. */
export function outcomeText(invitation: InvitationDetail): string {
  const t = volunteer.t;
  if (invitation.state !== 'accepted') return invitation.state === 'sent' ? '' : t[invitation.state];
  const waits = (invitation.placements ?? []).map((placement) => placement.waiting_for);
  if (waits.includes('guardian')) return `${t.accepted} ${t.acceptedGuardian}`;
  if (waits.includes('check') || waits.includes('origin')) return `${t.accepted} ${t.acceptedCheck}`;
  return `${t.accepted} ${t.acceptedAgreed}`;
}

interface Props {
  invitation: InvitationDetail;
  /** The mail's secret, or the invitation's id for somebody signed in. */
  token: string;
  onAnswered: (invitation: InvitationDetail) => void;
}

/** Yes and no are one press each; a no may carry one of five reasons. */
export function InvitationAnswer({ invitation, token, onAnswered }: Props) {
  const t = volunteer.t;
  const form = useForm();
  const asked = invitation.need.shifts.filter((shift) => invitation.shifts.includes(shift.id));
  const several = asked.length > 1;
  const [chosen, setChosen] = useState<readonly string[]>(asked.map((shift) => shift.id));
  const field = `shifts-${invitation.id}`;
  const answer = (body: Schemas['InvitationAnswer']) =>
    form.submit(
      () => (body.answer === 'accept' && chosen.length === 0 ? [{ field, message: t.yesPick }] : []),
      async () => onAnswered(await api.post('/api/v1/invitations/{token}', { path: { token }, body })),
    );
  return (
    <div class="answer">
      <ErrorSummary {...form} />
      {several && (
        <Group name={field} label={t.yesWhich} error={errorOf(form.errors, field)}>
          <ShiftChoices shifts={asked} chosen={chosen} onChosen={setChosen} />
        </Group>
      )}
      <div class="buttons">
        <Button
          kind="primary"
          busy={form.busy}
          onClick={() => answer({ answer: 'accept', ...(several ? { shifts: [...chosen] } : {}) })}
        >
          {t.yes}
        </Button>
        <Menu
          class="button button-plain"
          label={t.no}
          items={reasons.map((reason) => ({
            key: reason,
            label: t.reasons[reason],
            onChoose: () => answer({ answer: 'decline', reason }),
          }))}
        />
      </div>
    </div>
  );
}
