CREATE INDEX notices_to_queue ON notices (number) WHERE queued_at IS NULL
