-- Accounts of staff, roles with their scope, sessions, links in mail, limits and idempotency keys. Secrets are hashed.

CREATE TABLE IF NOT EXISTS account (
    id BINARY(16) NOT NULL PRIMARY KEY,
    email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    language ENUM('et', 'ru', 'en') NOT NULL DEFAULT 'et',
    password_hash VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'Argon2id; null until the first is set',
    person_id BINARY(16) NULL COMMENT 'the worker whose account this is',
    state ENUM('invited', 'active', 'closed') NOT NULL DEFAULT 'invited',
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    UNIQUE KEY account_email (email),
    UNIQUE KEY account_person (person_id),
    CONSTRAINT account_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT account_email_lower CHECK (email = LOWER(email))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS account_role (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BINARY(16) NOT NULL,
    role ENUM('admin', 'coordinator', 'specialist', 'manager', 'worker', 'dpo') NOT NULL,
    group_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    municipality_code CHAR(4) CHARACTER SET ascii COLLATE ascii_bin NULL,
    centre_code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    scope VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'whichever of the three is set, or empty',
    UNIQUE KEY account_role_once (account_id, role, scope),
    KEY account_role_group (group_code),
    KEY account_role_municipality (municipality_code),
    KEY account_role_centre (centre_code),
    CONSTRAINT account_role_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT account_role_group FOREIGN KEY (group_code) REFERENCES cooperation_group (code),
    CONSTRAINT account_role_municipality FOREIGN KEY (municipality_code) REFERENCES municipality (code),
    CONSTRAINT account_role_centre FOREIGN KEY (centre_code) REFERENCES centre (code),
    CONSTRAINT account_role_scope CHECK (
        (role = 'coordinator') = (group_code IS NOT NULL)
        AND (role = 'specialist') = (municipality_code IS NOT NULL)
        AND (role IN ('manager', 'worker')) = (centre_code IS NOT NULL)
        AND scope = COALESCE(group_code, municipality_code, centre_code, ''))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- Whose objects an account reaches: its own centre, its municipality's, its group's of today, or all.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW account_centre AS
    SELECT r.account_id, r.role, c.code AS centre_code, c.municipality_code
    FROM account_role r JOIN centre c
    WHERE r.role = 'admin'
        OR r.role = 'manager' AND r.centre_code = c.code
        OR r.role = 'specialist' AND r.municipality_code = c.municipality_code
        OR r.role = 'coordinator' AND EXISTS (
            SELECT 1 FROM group_member m
            WHERE m.group_code = r.group_code AND m.municipality_code = c.municipality_code
                AND m.since <= UTC_DATE() AND m.until > UTC_DATE());

CREATE TABLE IF NOT EXISTS session (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    id BINARY(16) NOT NULL,
    account_id BINARY(16) NULL,
    person_id BINARY(16) NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    expires_at DATETIME(3) NOT NULL,
    UNIQUE KEY session_id (id),
    KEY session_account (account_id),
    KEY session_person (person_id),
    KEY session_expires (expires_at),
    CONSTRAINT session_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT session_person FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT session_owner CHECK (account_id IS NOT NULL OR person_id IS NOT NULL)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

-- A link that went out by mail. Single use, except that an invitation's link shows its page until it is answered.
CREATE TABLE IF NOT EXISTS link (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    purpose ENUM('sign_in', 'guardian', 'invitation', 'password') NOT NULL,
    about_id BINARY(16) NOT NULL COMMENT 'the person or account; the young person; the invitation; the account',
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    expires_at DATETIME(3) NOT NULL,
    used_at DATETIME(3) NULL,
    KEY link_about (purpose, about_id),
    KEY link_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS idempotency (
    key_hash BINARY(32) NOT NULL PRIMARY KEY COMMENT 'of caller, route and key',
    body_hash BINARY(32) NOT NULL,
    state ENUM('working', 'done') NOT NULL DEFAULT 'working',
    status SMALLINT NULL,
    answer MEDIUMBLOB NULL,
    created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    working_until DATETIME(3) NOT NULL COMMENT 'after this a repeated request may do the work again',
    KEY idempotency_created (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;

CREATE TABLE IF NOT EXISTS rate_limit (
    bucket_hash BINARY(32) NOT NULL COMMENT 'of the rule and the address or recipient, with the service''s key',
    window_start DATETIME NOT NULL,
    hits INT NOT NULL,
    PRIMARY KEY (bucket_hash, window_start),
    KEY rate_limit_window (window_start)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci;
