import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, Problem, type Profile, type Schemas } from '../../api';
import { Button } from '../../components/Button';
import { ErrorSummary, errorOf } from '../../components/ErrorSummary';
import { Checkbox, Group, Select, TextField } from '../../components/Field';
import { Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { common } from '../../i18n/common';
import { type Language, languageNames, languages } from '../../i18n/language';
import { register, volunteer } from '../../i18n/parts';
import { useForm } from '../../state/form';
import { useWarnBeforeLeaving } from '../../state/leaving';
import { loadRegion } from '../../state/region';
import { useResource } from '../../state/resource';
import { me } from '../../state/session';
import { toast } from '../../state/toast';
import { abilityInput, homeOf, timeInput } from '../public/register/answers';
import { checkAbility, checkPlace, checkTime } from '../public/register/checks';
// All of the registration comes along, so that the build keeps it in one piece.
import '../public/register/index';
import { SkillFields } from '../public/register/SkillFields';
import { WhenFields } from '../public/register/WhenFields';
import { WhereFields } from '../public/register/WhereFields';
import { answersOf } from './answersOf';

const apiNames = {
  first_name: 'firstName',
  last_name: 'lastName',
  reach: 'centres',
  hours_per_week: 'perWeek',
};

function draftOf(profile: Profile, language: Language, region: Schemas['Region']) {
  return {
    ...answersOf(profile, region),
    firstName: profile.first_name,
    lastName: profile.last_name,
    phone: profile.phone ?? '',
    language,
    consents: profile.consents,
  };
}

type Draft = ReturnType<typeof draftOf>;

function changeOf(draft: Draft): Schemas['ProfileChange'] {
  return {
    first_name: draft.firstName.trim(),
    last_name: draft.lastName.trim(),
    phone: draft.phone.trim() || null,
    language: draft.language,
    home: homeOf(draft.place),
    reach: { centres: [...draft.place.centres] },
    ...timeInput(draft.time),
    ...abilityInput(draft.able),
    about: draft.able.about.trim(),
    consents: draft.consents,
  };
}

function ProfileForm({ profile, region }: { profile: Profile; region: Schemas['Region'] }) {
  const t = register.t;
  const { route } = useLocation();
  const form = useForm(apiNames);
  const [draft, setDraft] = useState(() => draftOf(profile, me.peek()?.language ?? 'et', region));
  const [touched, setTouched] = useState(false);
  const [stale, setStale] = useState(false);
  useWarnBeforeLeaving(touched);
  const put = (change: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...change }));
    setTouched(true);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    form.submit(
      () => [
        ...(draft.firstName.trim() ? [] : [{ field: 'firstName', message: t.errors.firstName }]),
        ...(draft.lastName.trim() ? [] : [{ field: 'lastName', message: t.errors.lastName }]),
        ...checkPlace(draft.place),
        ...checkTime(draft.time),
        ...checkAbility(draft.able),
      ],
      async () => {
        try {
          me.value = await api.patch('/api/v1/me', { body: changeOf(draft), version: profile.version });
        } catch (error) {
          if (!(error instanceof Problem) || error.status !== 412) throw error;
          const fresh = await api.get('/api/v1/me');
          me.value = fresh;
          if (fresh.profile) setDraft(draftOf(fresh.profile, fresh.language, region));
          setStale(true);
          return;
        }
        setTouched(false);
        route('/minu');
        toast(volunteer.t.saved);
      },
    );
  };
  useEffect(() => {
    if (stale) scrollTo(0, 0);
  }, [stale]);
  return (
    <form onSubmit={submit} noValidate>
      {stale && (
        <p class="notice notice-warn" role="alert">
          {volunteer.t.stale}
        </p>
      )}
      <ErrorSummary {...form} />
      <TextField
        name="firstName"
        label={t.firstName}
        autocomplete="given-name"
        maxLength={60}
        value={draft.firstName}
        onValue={(firstName) => put({ firstName })}
        error={errorOf(form.errors, 'firstName')}
      />
      <TextField
        name="lastName"
        label={t.lastName}
        autocomplete="family-name"
        maxLength={60}
        value={draft.lastName}
        onValue={(lastName) => put({ lastName })}
        error={errorOf(form.errors, 'lastName')}
      />
      <TextField
        name="phone"
        type="tel"
        label={t.phone}
        autocomplete="tel"
        width="middle"
        optional
        maxLength={20}
        value={draft.phone}
        onValue={(phone) => put({ phone })}
        error={errorOf(form.errors, 'phone')}
      />
      <Select
        name="language"
        label={common.t.languageMenu}
        value={draft.language}
        choices={languages.map((value) => ({ value, label: languageNames[value] }))}
        onValue={(language) => put({ language })}
      />
      <h2>{t.steps.kus}</h2>
      <WhereFields place={draft.place} onPlace={(place) => put({ place })} errors={form.errors} />
      <h2>{t.steps.millal}</h2>
      <WhenFields time={draft.time} onTime={(time) => put({ time })} errors={form.errors} />
      <h2>{t.steps.oskused}</h2>
      <SkillFields able={draft.able} onAble={(able) => put({ able })} errors={form.errors} />
      <Group name="consents" label={t.consents} hint={t.consentsHint}>
        {(['phone_calls', 'photos', 'news'] as const).map((key) => (
          <Checkbox
            key={key}
            name={key}
            label={t[key === 'phone_calls' ? 'phoneCalls' : key]}
            checked={draft.consents[key]}
            onValue={(on) => put({ consents: { ...draft.consents, [key]: on } })}
          />
        ))}
      </Group>
      <div class="buttons">
        <Button kind="primary" type="submit" busy={form.busy}>
          {common.t.save}
        </Button>
        <a href="/minu">{common.t.cancel}</a>
      </div>
    </form>
  );
}

export function EditProfile({ profile }: { profile: Profile }) {
  const region = useResource('region', loadRegion);
  return (
    <Page title={volunteer.t.change} above={<a href="/minu">← {common.t.myPage}</a>}>
      <Loaded of={region}>{(known) => <ProfileForm profile={profile} region={known} />}</Loaded>
    </Page>
  );
}
