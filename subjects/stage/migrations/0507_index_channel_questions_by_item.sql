CREATE INDEX channel_questions_by_item ON channel_questions (item, place)
