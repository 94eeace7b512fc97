-- What every change leaves behind (change_entry, audit, outbox), and long work (job).

-- What memory must learn. Rows become visible out of order, so followers read from their cursor minus 30 s.
CREATE TABLE IF NOT EXISTS change_entry (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    kind ENUM('person', 'need', 'invitation', 'offer', 'placement', 'check', 'round', 'job', 'session', 'account',
        'region') NOT NULL,
    subject_id BINARY(16) NOT NULL,
    person_id BINARY(16) NULL COMMENT 'whose own page it concerns',
    need_id BINARY(16) NULL COMMENT 'of invitations, offers and placements',
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'whose views it concerns',
    at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    KEY change_entry_at (at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Who did what, and who saw whose data. No foreign keys: it outlives what it speaks of.
CREATE TABLE IF NOT EXISTS audit (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    actor_account BINARY(16) NULL,
    actor_person BINARY(16) NULL,
    actor_role VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'and its scope, as manager:kehra',
    action VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject_id BINARY(16) NULL,
    person_id BINARY(16) NULL COMMENT 'whose data it touched or showed',
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    request VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the label of the request, as in the log',
    KEY audit_person (person_id, id),
    KEY audit_account (actor_account, id),
    KEY audit_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Letters to send: one per event and recipient. waiting -> leased -> sent or failed (given up).
CREATE TABLE IF NOT EXISTS outbox (
    id BINARY(16) NOT NULL PRIMARY KEY COMMENT 'of the Message-ID: a second delivery shows as one',
    event VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    about_id BINARY(16) NOT NULL,
    recipient VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    language ENUM('et', 'ru', 'en') NOT NULL,
    secret VARCHAR(86) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'a link token, erased once sent',
    state ENUM('waiting', 'leased', 'sent', 'failed') NOT NULL DEFAULT 'waiting',
    not_before DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    lease_until DATETIME(3) NULL,
    lease_owner BINARY(16) NULL,
    attempts SMALLINT NOT NULL DEFAULT 0,
    failure VARCHAR(200) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    sent_at DATETIME(3) NULL,
    UNIQUE KEY outbox_once (event, about_id, recipient),
    KEY outbox_due (state, not_before),
    CONSTRAINT outbox_secret CHECK (secret IS NULL OR state IN ('waiting', 'leased')),
    CONSTRAINT outbox_lease CHECK ((state = 'leased') = (lease_until IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Long work that one instance at a time holds by a lease. `result` is the service's own text.
CREATE TABLE IF NOT EXISTS job (
    id BINARY(16) NOT NULL PRIMARY KEY,
    kind VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject_id BINARY(16) NOT NULL,
    state ENUM('waiting', 'running', 'done', 'failed', 'cancelled') NOT NULL DEFAULT 'waiting',
    progress SMALLINT NOT NULL DEFAULT 0 COMMENT 'in thousandths',
    objective BIGINT NULL,
    bound BIGINT NULL,
    cancel_requested TINYINT NOT NULL DEFAULT 0,
    parameters TEXT NULL,
    result MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    failure VARCHAR(200) NULL,
    lease_owner BINARY(16) NULL,
    lease_until DATETIME(3) NULL,
    attempts SMALLINT NOT NULL DEFAULT 0,
    created_by BINARY(16) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    finished_at DATETIME(3) NULL,
    busy_subject BINARY(16) AS (IF(state IN ('waiting', 'running'), subject_id, NULL)) STORED,
    UNIQUE KEY job_one_at_a_time (kind, busy_subject),
    KEY job_due (state, lease_until),
    KEY job_subject (kind, subject_id, id),
    CONSTRAINT job_progress CHECK (progress BETWEEN 0 AND 1000),
    CONSTRAINT job_lease CHECK ((state = 'running') = (lease_until IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;
