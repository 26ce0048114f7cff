-- What was counted outside adds to what is counted here: a month may have both.
alter table insights.month_value drop constraint month_value_pkey;
alter table insights.month_value add primary key (tenant_id, figure, month, source);
