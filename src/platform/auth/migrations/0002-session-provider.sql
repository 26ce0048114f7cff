-- Which sign-in provider opened a session, and what it needs to end it there too (its session index, the id token).
alter table auth.session add column provider text, add column provider_subject text, add column provider_session jsonb;
create index session_by_provider on auth.session (tenant_id, provider, provider_subject) where ended_at is null and provider is not null;
