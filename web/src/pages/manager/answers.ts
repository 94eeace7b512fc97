// Answers and offers over all of a centre's needs: the API tells them need by need.
import { api, type Need } from '../../api';
import { type Resource, useResource } from '../../state/resource';
import { mapLimited } from '../staff/frame';
import type { Invitation } from './model/candidates';

export interface Answer {
  need: Need;
  invitation: Invitation;
}

const needsAtMost = 24;
const atATime = 4;

/** Invitations and offers of the centre's open and filled needs, newest first. */
export function useAnswers(centre: string): Resource<Answer[]> {
  return useResource(`answers ${centre}`, async (signal) => {
    const pages = await Promise.all(
      (['open', 'filled'] as const).map((state) =>
        api.get('/api/v1/centres/{centre}/needs', {
          path: { centre },
          query: { state, limit: needsAtMost },
          signal,
        }),
      ),
    );
    const needs = pages.flatMap((page) => page.needs);
    const lists = await mapLimited(needs, atATime, async (need) => {
      const { invitations } = await api.get('/api/v1/needs/{id}/invitations', {
        path: { id: need.id },
        signal,
      });
      return invitations.map((invitation) => ({ need, invitation }));
    });
    return lists.flat().sort((a, b) => b.invitation.sent.localeCompare(a.invitation.sent));
  });
}
