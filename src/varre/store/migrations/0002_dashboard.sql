-- What people say of sweeps and runs, what they throw away, and what a page can draw without reading every row.

alter table sweep add column notes text not null default '';
alter table sweep add column tags text not null default '[]';
alter table sweep add column deleted real;
alter table sweep add column changed integer not null default 0;
update sweep set changed = (select value from clock);
create index sweep_changed on sweep (changed);

alter table run add column notes text not null default '';
alter table run add column tags text not null default '[]';
alter table run add column "group" text not null default '';
alter table run add column job_type text not null default '';
alter table run add column ranges text not null default '{}';
alter table run add column deleted real;
alter table run add column purged integer not null default 0;  -- only its number and its parameters are left
create index run_followed on run (changed);
create index run_deleted on run (deleted) where deleted is not null;
create index run_place on run (sweep, number, key, attempt, deleted);

-- What is not yet sealed is few, and asked for by sweep whether the metric is in it or not.
drop index batch_sweep;
create index batch_sweep on batch (sweep, stamp);

-- The batches of an attempt that has ended, sealed: at most so many rows each. Who follows the store's clock is still
-- told what each batch brought: pieces has its stamp, its rows here and its values of the metric, three integers each.
create table chunk (
  run      text not null references run (key),
  attempt  integer not null,
  position integer not null,  -- from 0 in its attempt
  sweep    text,
  count    integer not null,
  latest   integer not null,  -- the highest of its stamps
  pieces   blob not null,     -- 64-bit integers, little-endian
  curve    blob not null,
  steps    blob not null,     -- doubles, as a chart has them
  runtimes blob not null,     -- doubles
  data     blob not null,     -- what the series do not say, as compressed JSON
  primary key (run, attempt, position)
) without rowid;
create index chunk_sweep on chunk (sweep, latest);
create index chunk_latest on chunk (latest);

-- The numbers that a chunk holds under one name, as doubles; places has the rows of the chunk that have one (16-bit
-- integers), null for all of them.
create table series (
  run      text not null,
  attempt  integer not null,
  metric   blob not null,  -- its name as UTF-8: a name may hold what no text of SQL may
  position integer not null,
  sweep    text,
  low      real,  -- of the finite ones
  high     real,
  places   blob,
  data     blob not null,
  primary key (run, attempt, metric, position),
  foreign key (run, attempt, position) references chunk (run, attempt, position) on delete cascade
) without rowid;
create index series_metric on series (sweep, metric);

-- What the machine did while a run was going on, a sample each.
create table gauge (
  run  text not null references run (key),
  time real not null,
  data text not null
);
create index gauge_run on gauge (run, time);
