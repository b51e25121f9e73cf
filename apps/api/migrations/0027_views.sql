-- What referrals compare people by: where they live, and what they pay with.

create view customers.v_addresses with (security_invoker = true) as
  select store_id, id as address_id, customer_id, street1, street2, city, postal_code, country
  from customers.addresses;

create view orders.v_payments with (security_invoker = true) as
  select store_id, order_id, method, amount, reference
  from orders.payments;

grant select on customers.v_addresses to wafa_app;
grant select on orders.v_payments to wafa_app;
