CREATE TABLE seats (
    -- Who has the seat, or had it.
    number BIGINT NOT NULL PRIMARY KEY REFERENCES draw_pool (number),
    -- From 1.
    session BIGINT NOT NULL,
    venue TEXT NOT NULL,
    class TEXT NOT NULL,
    -- What is typed or scanned at the door.
    entry_number TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('invited', 'confirmed', 'declined', 'released')),
    -- Whose seat it was; 0 for whoever was drawn.
    replaces BIGINT NOT NULL,
    -- Whether a reserve took it when it was left.
    vacant BOOLEAN NOT NULL,
    since BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
)
