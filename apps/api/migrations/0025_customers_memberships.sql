-- A full evaluation of segments writes several memberships per customer. This key is looked up
-- for each of them, and guards against nothing: customers are never deleted, and memberships are only made
-- from rows of facts, which has the key.
alter table customers.memberships drop constraint memberships_customer_fkey;
