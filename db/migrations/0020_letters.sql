-- One event may happen to one thing more than once (agreed, waiting, agreed again): each is a letter of its own.
ALTER TABLE outbox
    ADD COLUMN IF NOT EXISTS occasion BIGINT NOT NULL DEFAULT 0
        COMMENT 'the version of what it is about, where an event may come again' AFTER recipient,
    ADD UNIQUE KEY IF NOT EXISTS outbox_once_each (event, about_id, recipient, occasion),
    DROP KEY IF EXISTS outbox_once;

-- What a letter speaks of besides its about_id: further placements, or visits that have fallen away.
CREATE TABLE IF NOT EXISTS outbox_item (
    outbox_id BINARY(16) NOT NULL,
    item_id BINARY(16) NOT NULL,
    PRIMARY KEY (outbox_id, item_id),
    CONSTRAINT outbox_item_letter FOREIGN KEY (outbox_id) REFERENCES outbox (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Visits taken out of a published round, so that the worker's calendar can be told. `version` is that of the removal.
CREATE TABLE IF NOT EXISTS visit_removed (
    id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    round_id BINARY(16) NOT NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    version INT NOT NULL,
    removed_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    PRIMARY KEY (id, person_id),
    KEY visit_removed_person (person_id),
    KEY visit_removed_round (round_id),
    KEY visit_removed_centre (centre_code),
    CONSTRAINT visit_removed_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT visit_removed_round FOREIGN KEY (round_id) REFERENCES round (id) ON DELETE CASCADE,
    CONSTRAINT visit_removed_centre FOREIGN KEY (centre_code) REFERENCES centre (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Reminders ask every minute what begins soon.
ALTER TABLE placement ADD KEY IF NOT EXISTS placement_due (state, starts_at);
