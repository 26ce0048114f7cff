-- Which version of the service decided: its tables explain the decision even after the case has moved to another version.
alter table cases.decision add column version_id uuid;
