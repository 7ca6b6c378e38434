CREATE TABLE draw_steps (
    -- Its place in the public ledger.
    position BIGINT NOT NULL PRIMARY KEY,
    step TEXT NOT NULL CHECK (step IN ('announced', 'frozen', 'source', 'failed', 'drawn', 'released')),
    -- Of a source, from 1; else 0.
    place BIGINT NOT NULL,
    -- Why a source failed; else empty.
    reason TEXT NOT NULL,
    made_at BIGINT NOT NULL
)
