CREATE TABLE promise_notes (
    promise TEXT NOT NULL REFERENCES promises (id),
    number BIGINT NOT NULL,
    written_at BIGINT NOT NULL,
    -- Name and unit of whoever wrote it.
    author TEXT NOT NULL,
    state TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (promise, number)
)
