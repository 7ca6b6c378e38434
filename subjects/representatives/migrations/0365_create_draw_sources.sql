CREATE TABLE draw_sources (
    -- In the order announced, from 1.
    place BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    occasion TEXT NOT NULL,
    on_failure TEXT NOT NULL CHECK (on_failure IN ('next', 'constant')),
    state TEXT NOT NULL CHECK (state IN ('awaited', 'agreed', 'constant')),
    -- Counts the occasions and the tries at typing one text.
    round BIGINT NOT NULL,
    -- What was agreed; empty while it is awaited.
    text TEXT NOT NULL
)
