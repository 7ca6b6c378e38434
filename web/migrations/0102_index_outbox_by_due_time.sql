CREATE INDEX outbox_by_due_time ON outbox (state, due_at, id)
