/* What every endpoint file includes, and the list of all endpoints. */
#ifndef VAHETUS_SERVICES_API_API_H
#define VAHETUS_SERVICES_API_API_H

#include "db/connection.h"
#include "services/endpoint.h"
#include "services/random.h"
#include "services/rate.h"

extern const struct endpoint endpoint_getHealth;
extern const struct endpoint endpoint_createNeed;
extern const struct endpoint endpoint_updateNeed;
extern const struct endpoint endpoint_closeNeed;
extern const struct endpoint endpoint_listNeedInvitations;
extern const struct endpoint endpoint_answerOffer;
extern const struct endpoint endpoint_withdrawInvitation;
extern const struct endpoint endpoint_listCentreNeeds;
extern const struct endpoint endpoint_getRoster;
extern const struct endpoint endpoint_cancelPlacement;
extern const struct endpoint endpoint_recordAttendance;
extern const struct endpoint endpoint_listChecks;
extern const struct endpoint endpoint_createCheck;
extern const struct endpoint endpoint_listCandidates;
extern const struct endpoint endpoint_explainCandidate;
extern const struct endpoint endpoint_createInvitations;
extern const struct endpoint endpoint_listAccounts;
extern const struct endpoint endpoint_createAccount;
extern const struct endpoint endpoint_listAudit;

#endif
