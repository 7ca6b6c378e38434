CREATE TABLE draw_files (
    name TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    -- The exact bytes, which are UTF-8.
    content TEXT NOT NULL
)
