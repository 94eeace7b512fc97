// Answers and offers over all of a centre's needs.
import { api, type Schemas } from '../../api';
import { type Resource, useResource } from '../../state/resource';

export type Answer = Schemas['CentreAnswer'];

/** Offers that wait come first, then what was answered, newest first. */
export function useAnswers(centre: string): Resource<Answer[]> {
  return useResource(`answers ${centre}`, async (signal) => {
    const { answers } = await api.get('/api/v1/centres/{centre}/answers', { path: { centre }, signal });
    return answers;
  });
}
