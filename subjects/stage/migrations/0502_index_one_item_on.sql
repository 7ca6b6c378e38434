CREATE UNIQUE INDEX stage_items_one_on ON stage_items (session) WHERE state IN ('on', 'paused')
