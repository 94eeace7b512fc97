import { api } from '../../api';
import { Button } from '../../components/Button';
import { Loaded } from '../../components/Loading';
import { volunteer } from '../../i18n/parts';
import { useResource } from '../../state/resource';
import { toast } from '../../state/toast';

/** The secret address that a calendar program subscribes to. */
export function CalendarAddress() {
  const t = volunteer.t;
  const address = useResource('calendar', (signal) => api.get('/api/v1/me/calendar', { signal }));
  const copy = async (url: string) => {
    await navigator.clipboard.writeText(url);
    toast(t.copied);
  };
  const rotate = async () => {
    address.set(await api.post('/api/v1/me/calendar'));
    toast(t.rotated);
  };
  return (
    <>
      <h2>{t.calendar}</h2>
      <p>{t.calendarBody}</p>
      <Loaded of={address} lines={1}>
        {({ url }) => (
          <>
            <div class="field">
              <label for="calendar-address">{t.calendarAddress}</label>
              <input
                id="calendar-address"
                type="text"
                class="input address"
                readOnly
                value={url}
                onFocus={(event) => event.currentTarget.select()}
              />
            </div>
            <div class="buttons">
              <Button onClick={() => copy(url)}>{t.copy}</Button>
              <Button kind="quiet" onClick={rotate}>
                {t.rotate}
              </Button>
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}
