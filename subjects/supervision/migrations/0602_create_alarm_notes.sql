CREATE TABLE alarm_notes (
    alarm TEXT NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    noted_by TEXT NOT NULL,
    noted_by_name TEXT NOT NULL,
    noted_at BIGINT NOT NULL
)
