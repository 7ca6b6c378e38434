CREATE TABLE question_counts (
    number BIGINT NOT NULL PRIMARY KEY REFERENCES seats (number),
    asked BIGINT NOT NULL
)
