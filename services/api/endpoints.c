/* Every endpoint there is, in the order of openapi.yaml. */
#include "services/api/api.h"

const struct endpoint *const endpoints[] = {
    &endpoint_getHealth,           &endpoint_createNeed,      &endpoint_updateNeed,         &endpoint_closeNeed,
    &endpoint_listNeedInvitations, &endpoint_answerOffer,     &endpoint_withdrawInvitation, &endpoint_listCentreNeeds,
    &endpoint_getRoster,           &endpoint_cancelPlacement, &endpoint_recordAttendance,   &endpoint_listChecks,
    &endpoint_createCheck,         &endpoint_listCandidates,  &endpoint_explainCandidate,   &endpoint_createInvitations,
    &endpoint_listAccounts,        &endpoint_createAccount,   &endpoint_listAudit,          NULL,
};
