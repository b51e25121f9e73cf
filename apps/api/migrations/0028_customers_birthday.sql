-- How often the customer changed a birthday that stood already. Staff correct what is wrong after that.
alter table customers.customers add column birthday_changes smallint not null default 0;
