CREATE UNIQUE INDEX release_openings_one_working ON release_openings (state) WHERE state = 'working'
