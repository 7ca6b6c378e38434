CREATE INDEX stage_items_by_session ON stage_items (session, place)
