CREATE TABLE venue_passes (
    id TEXT NOT NULL PRIMARY KEY,
    venue TEXT NOT NULL,
    label TEXT NOT NULL,
    day TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    pin_hash TEXT NOT NULL,
    failures BIGINT NOT NULL DEFAULT 0,
    locked_until BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    revoked_at BIGINT
)
