// Answers and offers over all of a centre's needs, and the rounds that wait for its word.
import { api, type Schemas } from '../../api';
import { today } from '../../i18n/dates';
import { type Resource, useResource } from '../../state/resource';
import { isPending, type Round } from './model/agreements';

export type Answer = Schemas['CentreAnswer'];

/** Offers that wait come first, then what was answered, newest first. */
export function useAnswers(centre: string): Resource<Answer[]> {
  return useResource(`answers ${centre}`, async (signal) => {
    const { answers } = await api.get('/api/v1/centres/{centre}/answers', { path: { centre }, signal });
    return answers;
  });
}

/** Rounds of whose visits the centre still has to say "Sobib". */
export function useRoundsToAgree(centre: string): Resource<Round[]> {
  return useResource(`rounds of ${centre}`, async (signal) => {
    const { rounds } = await api.get('/api/v1/rounds', { signal });
    const asking = rounds.filter(
      ({ state, last }) => (state === 'approving' || state === 'published') && last >= today(),
    );
    const whole = await Promise.all(
      asking.map(({ id }) => api.get('/api/v1/rounds/{id}', { path: { id }, signal })),
    );
    return whole.filter((round) => isPending(round, centre));
  });
}
