/* The arena of a call; it lives in db/, whose results stand in it. */
#ifndef VAHETUS_SERVICES_ARENA_H
#define VAHETUS_SERVICES_ARENA_H

#include "db/arena.h"

#endif
