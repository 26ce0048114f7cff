-- What a key figure was in a month. `carried`: taken over from before the platform counted (the origin says from where); then the platform
-- does not count that month itself. `stored`: counted once when the month was over, so that the value stays when retention deletes cases.
create table insights.month_value (
  tenant_id int not null,
  figure text not null,
  -- first day of the month
  month date not null,
  -- null: could not be measured
  value double precision,
  -- on how many cases a mean or a share rests; 1 for sums and states
  weight double precision not null,
  source text not null check (source in ('carried', 'stored')),
  origin text not null,
  noted_at timestamptz not null,
  primary key (tenant_id, figure, month)
);
select platform_protect('insights.month_value');
