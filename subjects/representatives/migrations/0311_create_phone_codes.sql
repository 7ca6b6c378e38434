CREATE TABLE phone_codes (
    id TEXT NOT NULL PRIMARY KEY,
    phone_hash TEXT NOT NULL,
    sent_at BIGINT NOT NULL
)
