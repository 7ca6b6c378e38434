CREATE UNIQUE INDEX arrivals_one_a_seat ON arrivals (number) WHERE state = 'in'
