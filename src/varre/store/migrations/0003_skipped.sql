-- Suggestions that a person did not want, in the order in which they were skipped: to a sweep's search they are as good
-- as runs that go on for ever.
create table skipped (
  sweep    text not null references sweep (key) on delete cascade,
  position integer not null,
  params   text not null,
  primary key (sweep, position)
) without rowid;
