CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT REFERENCES accounts (id),
    venue_pass_id TEXT REFERENCES venue_passes (id),
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    CHECK ((account_id IS NULL) <> (venue_pass_id IS NULL))
)
