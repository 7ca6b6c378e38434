CREATE TABLE representative_questions (
    -- Random; nothing here leads to whoever asked.
    id TEXT NOT NULL PRIMARY KEY,
    session BIGINT NOT NULL,
    department TEXT NOT NULL,
    venue TEXT NOT NULL,
    words TEXT NOT NULL,
    -- The day only: the second would tell who had the page open.
    asked_on TEXT NOT NULL
)
