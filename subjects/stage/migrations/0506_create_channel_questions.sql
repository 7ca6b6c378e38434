CREATE TABLE channel_questions (
    -- That of the question as it was sent in, or a new one for what was asked in the hall.
    id TEXT NOT NULL PRIMARY KEY,
    item TEXT NOT NULL REFERENCES stage_items (id),
    place BIGINT NOT NULL,
    words TEXT NOT NULL,
    -- How it came here: chosen by staff, drawn by chance, asked in the hall.
    origin TEXT NOT NULL CHECK (origin IN ('chosen', 'drawn', 'hall')),
    asked_at BIGINT
)
