// Choosing and sending: others are told, so it says whom and how many before it does.
import { useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { DialogButtons } from '../../../components/DialogButtons';
import { problemText } from '../../../components/ErrorSummary';
import { toast } from '../../../components/Toast';
import { pairings } from '../../../i18n/parts';
import { fewNames, mostAtOnce, needsById, type Pair, type Pairing } from './model';

type Sent = Schemas['PairingSent'];

const namesShown = 12;

interface Props {
  pairing: Pairing;
  chosen: readonly Pair[];
  /** Something went out or was taken back: read it anew. */
  onSent: () => void;
}

async function takeBack(id: string, onSent: () => void) {
  const t = pairings.t;
  try {
    const { taken, late } = await api.delete('/api/v1/pairings/{id}/invitations', { path: { id } });
    toast(late > 0 ? `${t.tookBack(taken)} ${t.late(late)}` : t.tookBack(taken));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(problemText(error));
  }
  onSent();
}

function tell(id: string, sent: Sent, onSent: () => void) {
  const t = pairings.t;
  const ms = sent.undo_until ? Date.parse(sent.undo_until) - Date.now() : 0;
  if (sent.sent.length === 0) toast(t.sentNone);
  else if (ms > 1_000) toast(t.sentToast(sent.sent.length), { ms, undo: () => takeBack(id, onSent) });
  else toast(t.sentToast(sent.sent.length));
}

/** Who could not be asked any more, and why. */
function Refused({ refused }: { refused: Sent['refused'] }) {
  const t = pairings.t;
  if (refused.length === 0) return null;
  return (
    <div class="notice notice-warn" role="status">
      <p>{t.refusedTitle}</p>
      <ul>
        {refused.map((one) => (
          <li key={one.person + one.need}>{t.refusedLine(one.first_name, one.text)}</li>
        ))}
      </ul>
    </div>
  );
}

export function Send({ pairing, chosen, onSent }: Props) {
  const t = pairings.t;
  const { id, version } = pairing.summary;
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Sent['refused']>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const needs = needsById(pairing.needs);
  const urgent = chosen.filter((pair) => needs.get(pair.need)?.urgent).length;
  const { names, more } = fewNames(chosen, namesShown);
  const people = new Set(chosen.map((pair) => pair.person)).size;

  const send = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const sent = await api.post('/api/v1/pairings/{id}/invitations', {
        path: { id },
        version,
        body: { pairs: chosen.map(({ person, need }) => ({ person, need })) },
      });
      setRefused(sent.refused);
      setOpen(false);
      tell(id, sent, onSent);
      onSent();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) onSent();
      setProblem(error.status === 412 ? t.staleEdit : problemText(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <Refused refused={refused} />
      {chosen.length > 0 && (
        <div class="pairing-send no-print">
          {chosen.length > mostAtOnce ? (
            <p>{t.atMost(mostAtOnce)}</p>
          ) : (
            <Button kind="primary" onClick={() => setOpen(true)}>
              {t.send(chosen.length)}
            </Button>
          )}
        </div>
      )}
      <Dialog title={t.sendTitle} open={open} onClose={() => setOpen(false)}>
        {problem && (
          <p class="notice notice-warn" role="alert">
            {problem}
          </p>
        )}
        <p>{t.sendTo(people, more > 0 ? `${names}, ${t.sendMore(more)}` : names)}</p>
        {urgent < chosen.length && <p>{t.sendWait}</p>}
        {urgent > 0 && <p>{t.sendUrgent(urgent)}</p>}
        <DialogButtons busy={busy} onClick={send} onCancel={() => setOpen(false)}>
          {t.sendYes}
        </DialogButtons>
      </Dialog>
    </>
  );
}
