CREATE TABLE stage_sessions (
    session BIGINT NOT NULL PRIMARY KEY,
    -- Moves on with every act, so that of two operators who press at once one does it.
    version BIGINT NOT NULL
)
