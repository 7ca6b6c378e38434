CREATE TABLE stage_corrections (
    id TEXT NOT NULL PRIMARY KEY,
    item TEXT NOT NULL REFERENCES stage_items (id),
    -- Started by mistake and put back; ended by mistake and taken up again.
    what TEXT NOT NULL CHECK (what IN ('back', 'reopened')),
    -- When the mistake was made and when it was undone.
    mistaken_at BIGINT NOT NULL,
    corrected_at BIGINT NOT NULL,
    reason TEXT NOT NULL
)
