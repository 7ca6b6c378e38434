CREATE TABLE draw_state (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    stage TEXT NOT NULL CHECK (stage IN ('planned', 'announced', 'frozen', 'seeded', 'drawn', 'released')),
    -- Counts what the public pages show, so that they see when they are old.
    changes BIGINT NOT NULL,
    -- What was fixed at the freeze; empty and 0 before.
    activity TEXT NOT NULL,
    sessions BIGINT NOT NULL,
    people BIGINT NOT NULL,
    root TEXT NOT NULL,
    -- Known when all sources are settled.
    seed TEXT NOT NULL
)
