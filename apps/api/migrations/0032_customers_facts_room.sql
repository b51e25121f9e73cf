-- Every order and every evaluation of segments changes the facts of a customer. With room on each page the new
-- version stands beside the old one, and indexes of what did not change are left alone: writing the single
-- segment of 20,000 customers took 0.35 s of a range's 2 s without it.
alter table customers.facts set (fillfactor = 75);
