CREATE UNIQUE INDEX supervision_proposals_one ON supervision_proposals (uuid, kind, venue, about) WHERE state IN ('open', 'confirmed')
