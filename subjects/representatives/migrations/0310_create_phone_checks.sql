CREATE TABLE phone_checks (
    token_hash TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign-up', 'status')),
    phone_hash TEXT NOT NULL,
    -- What was typed, or which application is asked for, sealed.
    content TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    code_expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    verified BOOLEAN NOT NULL,
    expires_at BIGINT NOT NULL
)
