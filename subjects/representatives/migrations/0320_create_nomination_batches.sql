CREATE TABLE nomination_batches (
    id TEXT NOT NULL PRIMARY KEY,
    venue TEXT NOT NULL,
    file_name TEXT NOT NULL,
    nominated_by TEXT NOT NULL,
    nominated_by_name TEXT NOT NULL,
    nominated_at BIGINT NOT NULL
)
