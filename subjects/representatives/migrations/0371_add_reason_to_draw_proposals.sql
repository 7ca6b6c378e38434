-- Why the second officer said no; empty for every other answer.
ALTER TABLE draw_proposals ADD COLUMN decided_why TEXT NOT NULL DEFAULT ''
