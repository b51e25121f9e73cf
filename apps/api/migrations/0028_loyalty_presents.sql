-- A reward may be given as a present: no points are spent, so that no entry of the ledger stands behind it.
alter table loyalty.redemptions alter column entry_id drop not null;
alter table loyalty.redemptions drop constraint redemptions_points_check;
alter table loyalty.redemptions add constraint redemptions_points_check check (
  points >= 0 and points_returned between 0 and points and (entry_id is null) = (points = 0));
