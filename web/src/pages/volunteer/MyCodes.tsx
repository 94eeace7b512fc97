// Who checks my background, and what they hold for it (rule R6): the personal code, masked, until it is erased.
import { api, type Schemas } from '../../api';
import { Button } from '../../components/Button';
import { focusHeading } from '../../components/Page';
import { Row, Rows } from '../../components/Rows';
import { formatLongDay } from '../../i18n/dates';
import { volunteer } from '../../i18n/parts';
import { useResource } from '../../state/resource';
import { toast } from '../../state/toast';

function CodeRow({ code, onChanged }: { code: Schemas['CodeKept']; onChanged: () => void }) {
  const t = volunteer.t.code;
  const until = formatLongDay(code.kept_until.slice(0, 10));
  const erase = async () => {
    await api.delete('/api/v1/me/personal-codes/{checker}', { path: { checker: code.checker } });
    toast(t.erased);
    focusHeading();
    onChanged();
  };
  return (
    <Row
      title={code.checker_name}
      actions={
        code.entered_at && (
          <Button small onClick={erase}>
            {t.erase}
          </Button>
        )
      }
    >
      <p>{code.masked ? t.kept(code.masked, until) : code.entered_at ? t.keptNone : t.asked(until)}</p>
    </Row>
  );
}

export function MyCodes() {
  const t = volunteer.t.code;
  const codes = useResource('codes', (signal) => api.get('/api/v1/me/personal-codes', { signal }));
  const list = codes.data?.codes ?? [];
  if (list.length === 0) return null;
  return (
    <>
      <h3>{t.mineTitle}</h3>
      <Rows label={t.mineTitle}>
        {list.map((code) => (
          <CodeRow key={code.checker} code={code} onChanged={codes.reload} />
        ))}
      </Rows>
    </>
  );
}
