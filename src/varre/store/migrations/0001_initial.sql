-- Sweeps, their runs, and what the runs logged.

-- One number for the whole store, moved by each transaction that changes something: what has changed since one looked
-- is what bears a higher number.
create table clock (value integer not null);
insert into clock values (0);

create table sweep (
  key        text primary key,
  id         text not null,
  project    text not null,
  name       text not null,
  state      text not null,
  state_reason text not null,
  seed       text not null,  -- any integer whatever
  text       text not null,
  directory  text,
  created    real not null,
  ended      real,
  unique (project, id)
) without rowid;

-- Runs of earlier sweeps that a sweep starts with, as its algorithms see them; curves in the metric's own units.
create table prior (
  sweep    text not null references sweep (key),
  position integer not null,
  params   text not null,
  curve    blob not null,
  outcome  text not null,
  primary key (sweep, position)
) without rowid;

create table run (
  key        text primary key,
  id         text not null,
  project    text not null,
  sweep      text references sweep (key),
  number     integer,
  state      text not null,
  attempt    integer not null,
  losses     integer not null,
  params     text not null,
  config     text not null,
  summary    text not null,
  reason     text,
  stop       text,
  agent      text,
  created    real not null,
  started    real,
  ended      real,
  exit_code  integer,
  error      text not null,
  rows       integer not null,
  skipped    integer not null,
  best       real,
  last       real,
  best_row   text not null,
  name       text not null,
  preempting integer not null,
  changed    integer not null,
  unique (project, id),
  unique (sweep, number)
);
create index run_changed on run (sweep, changed);
create index run_state on run (sweep, state, number);
create index run_running on run (created, key) where state = 'running';

-- Where each writer of each run stands: the next byte, the step, the row that is not yet committed.
create table writer (
  run         text not null references run (key),
  writer      text not null,
  next_offset integer not null,
  step        text not null,  -- any integer whatever
  pending     text,
  primary key (run, writer)
) without rowid;

-- Logged rows, a batch each; curve holds the batch's finite values of the sweep's metric (doubles, little-endian).
create table batch (
  stamp   integer primary key,
  run     text not null references run (key),
  sweep   text,
  attempt integer not null,
  count   integer not null,
  data    blob not null,
  curve   blob not null
);
create index batch_run on batch (run, attempt, stamp);
create index batch_sweep on batch (sweep, stamp) where length(curve) > 0;
