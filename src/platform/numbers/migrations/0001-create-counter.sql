-- Running numbers: case numbers of a prefix and year, booking codes, dog tags. `next` has not been given out yet.
create table numbers.counter (
  tenant_id int not null,
  series text not null,
  next bigint not null,
  primary key (tenant_id, series)
);
select platform_protect('numbers.counter');
