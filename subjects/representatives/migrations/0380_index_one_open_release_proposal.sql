CREATE UNIQUE INDEX release_proposals_one_open ON release_proposals (number) WHERE state = 'open'
