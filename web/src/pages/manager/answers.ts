// Answers and offers over all of a centre's needs, and the rounds that wait for its word.
import { api, type Centre, type Schemas } from '../../api';
import { today } from '../../i18n/dates';
import { type Resource, useResource } from '../../state/resource';
import { speaksFor } from '../staff/frame';
import { type Round, type Wanted, wantedOf } from './model/agreements';

export type Answer = Schemas['CentreAnswer'];

/** Offers that wait come first, then what was answered, newest first. */
export function useAnswers(centre: string): Resource<Answer[]> {
  return useResource(`answers ${centre}`, async (signal) => {
    const { answers } = await api.get('/api/v1/centres/{centre}/answers', { path: { centre }, signal });
    return answers;
  });
}

export interface Asked {
  round: Round;
  wanted: Wanted;
}

/** Rounds in which the centre still has something to say, for those who may say it. */
export function useRoundsToAgree(centre: Centre): Resource<Asked[]> {
  const speaks = speaksFor(centre);
  return useResource(`rounds of ${centre.id} ${speaks}`, async (signal) => {
    if (!speaks) return [];
    const { rounds } = await api.get('/api/v1/rounds', { signal });
    const asking = rounds.filter(
      ({ state, last }) => (state === 'approving' || state === 'published') && last >= today(),
    );
    const whole = await Promise.all(
      asking.map(({ id }) => api.get('/api/v1/rounds/{id}', { path: { id }, signal })),
    );
    return whole.flatMap((round) => {
      const wanted = wantedOf(round, centre.id);
      return wanted ? [{ round, wanted }] : [];
    });
  });
}
