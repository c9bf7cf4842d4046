-- name: tick
-- The number of this transaction: one more than of any that has changed something before.
update clock set value = value + 1 returning value;

-- name: insert_sweep
-- A new sweep.
insert into sweep (
  key, id, project, name, state, state_reason, seed, text, directory, created, ended, notes, tags, deleted, changed
) values (
  :key, :id, :project, :name, :state, :state_reason, :seed, :text, :directory, :created, :ended, :notes, :tags,
  :deleted, :changed
);

-- name: update_sweep
-- What of a sweep can change.
update sweep set
  name = :name, state = :state, state_reason = :state_reason, ended = :ended, notes = :notes, tags = :tags,
  deleted = :deleted, changed = :changed
where key = :key;

-- name: sweep
-- One sweep.
select * from sweep where key = :key;

-- name: sweeps
-- All sweeps, or those of a project, oldest first: those that are there, or those that were deleted.
select * from sweep
where (:project is null or project = :project) and (deleted is not null) = :deleted order by created, key;

-- name: sweeps_by_id
-- The sweeps that an id or key may mean.
select * from sweep where (id = :id or key = :id) and (:project is null or project = :project) order by created, key;

-- name: insert_prior
-- One run of an earlier sweep, as the algorithms see it.
insert into prior (sweep, position, params, curve, outcome) values (:sweep, :position, :params, :curve, :outcome);

-- name: priors
-- The runs of earlier sweeps that a sweep starts with.
select params, curve, outcome from prior where sweep = :sweep order by position;

-- name: insert_skipped
-- One suggestion that a person did not want.
insert into skipped (sweep, position, params)
select :sweep, count(*), :params from skipped where sweep = :sweep;

-- name: skipped
-- The suggestions of a sweep that nobody wanted.
select params from skipped where sweep = :sweep order by position;

-- name: insert_run
-- A new run.
insert into run (
  key, id, project, sweep, number, state, attempt, losses, params, config, summary, reason, stop, agent, created,
  started, ended, exit_code, error, rows, skipped, best, last, best_row, name, preempting, notes, tags, "group",
  job_type, ranges, deleted, changed
) values (
  :key, :id, :project, :sweep, :number, :state, :attempt, :losses, :params, :config, :summary, :reason, :stop, :agent,
  :created, :started, :ended, :exit_code, :error, :rows, :skipped, :best, :last, :best_row, :name, :preempting, :notes,
  :tags, :group, :job_type, :ranges, :deleted, :changed
);

-- name: update_run
-- What of a run can change.
update run set
  state = :state, attempt = :attempt, losses = :losses, config = :config, summary = :summary, stop = :stop,
  agent = :agent, started = :started, ended = :ended, exit_code = :exit_code, error = :error, rows = :rows,
  skipped = :skipped, best = :best, last = :last, best_row = :best_row, name = :name, preempting = :preempting,
  notes = :notes, tags = :tags, "group" = :group, job_type = :job_type, ranges = :ranges, deleted = :deleted,
  changed = :changed
where key = :key;

-- name: run
-- One run.
select * from run where key = :key and not purged;

-- name: runs
-- The first runs of a sweep after a number, in order of number: those that are there, or those that were deleted.
select * from run
where sweep = :sweep and (deleted is not null) = :deleted and not purged and number > :after
order by number limit :limit;

-- name: outline
-- The least of the runs of a sweep that have changed since.
select key, number, state, best, created, started, ended, deleted from run
where sweep = :sweep and changed > :since order by number;

-- name: runs_by_id
-- The runs that an id or key may mean.
select * from run
where (id = :id or key = :id) and (:project is null or project = :project) and not purged order by created, key;

-- name: run_by_number
-- A run by its place in its sweep.
select * from run where sweep = :sweep and number = :number and not purged;

-- name: runs_changed
-- The runs of a sweep that have changed since.
select * from run where sweep = :sweep and changed > :since order by number;

-- name: runs_changed_after
-- Some of the runs of a sweep that have changed since, in order of number.
select * from run where sweep = :sweep and changed > :since and number > :after order by number limit :limit;

-- name: highest_number
-- The number of the newest run of a sweep, which is also how many there are.
select coalesce(max(number), 0) from run where sweep = :sweep;

-- name: next_waiting
-- The run of a sweep that waits for an agent: interrupted ones first, then queued ones (as the alphabet has it).
select * from run
where sweep = :sweep and state in ('preempted', 'pending') and (state = 'preempted' or not :resumed_only)
  and deleted is null and exists (select 1 from sweep where key = :sweep and sweep.deleted is null)
order by state desc, number limit 1;

-- name: is_under_way
-- A run of a sweep that some agent has in hand.
select 1 from run where sweep = :sweep and state = 'running' limit 1;

-- name: running
-- All runs that some agent has in hand.
select * from run where state = 'running' order by created, key;

-- name: waiting
-- The runs of a sweep that no agent has in hand and that are not final.
select * from run where sweep = :sweep and state in ('pending', 'preempted') order by number;

-- name: open_states
-- How many runs of a sweep are in each state that is not final.
select state, count(*) from run
where sweep = :sweep and state in ('pending', 'running', 'preempted') and deleted is null group by state;

-- name: orders
-- What there is to know about the runs that an agent holds.
select run.key, run.attempt, run.agent, run.state, run.stop, sweep.state
from json_each(:keys) as wanted join run on run.key = wanted.value left join sweep on sweep.key = run.sweep;

-- name: writer
-- Where one writer stands.
select next_offset, step, pending from writer where run = :run and writer = :writer;

-- name: unfinished_rows
-- The writers of a run that have left a row uncommitted.
select writer from writer where run = :run and pending is not null order by writer;

-- name: put_writer
-- Where one writer stands now.
insert into writer (run, writer, next_offset, step, pending) values (:run, :writer, :next_offset, :step, :pending)
on conflict (run, writer) do update
set next_offset = excluded.next_offset, step = excluded.step, pending = excluded.pending;

-- name: insert_batch
-- The rows of one batch.
insert into batch (stamp, run, sweep, attempt, count, data, curve)
values (:stamp, :run, :sweep, :attempt, :count, :data, :curve);

-- name: insert_gauge
-- What the machine did at one time.
insert into gauge (run, time, data) values (:run, :time, :data);

-- name: gauges
-- What the machine did while a run was going on.
select time, data from gauge where run = :run order by time;

-- name: batches
-- The rows of one attempt of a run.
select data from batch where run = :run and attempt = :attempt order by stamp;

-- name: curve
-- The values of the metric of one attempt of a run.
select curve from batch where run = :run and attempt = :attempt order by stamp;

-- name: curves_since
-- The values of the metric that the runs of a sweep have logged since.
select stamp, run, attempt, curve from batch where sweep = :sweep and stamp > :since and length(curve) > 0 order by stamp;

-- name: clock
-- The number of the last transaction that changed something.
select value from clock;

-- name: sweeps_followed
-- The sweeps that have changed since.
select * from sweep where changed > :since order by created, key;

-- name: runs_followed
-- The runs of whatever sweep that have changed since.
select * from run where changed > :since and not purged order by created, key;

-- name: batches_followed
-- What runs have logged since and is not sealed.
select run, sweep, attempt, data from batch where stamp > :since order by stamp;

-- name: chunks_followed
-- Where there is something that was logged since and is sealed.
select run, sweep, attempt, position, pieces from chunk indexed by chunk_latest
where latest > :since order by run, attempt, position;

-- name: records_followed
-- How many records have changed since, counted no further than needed.
select
  (select count(*) from (select 1 from sweep where changed > :since limit :enough))
  + (select count(*) from (select 1 from run where changed > :since limit :enough))
  + (select count(*) from (select 1 from batch where stamp > :since limit :enough))
  + (select count(*) from (select 1 from chunk where latest > :since limit :enough));

-- name: places
-- The runs of a sweep in order of number, each with its latest attempt.
select key, number, attempt from run where sweep = :sweep and deleted is null order by number;

-- name: place
-- One run's number and latest attempt.
select key, number, attempt from run where key = :run and not purged;

-- name: batches_of_sweep
-- What the runs of a sweep have logged and is not sealed.
select run, attempt, data from batch where sweep = :sweep order by stamp;

-- name: series_of_sweep
-- One metric of the runs of a sweep, as far as it is sealed.
select series.run, series.attempt, chunk.steps, chunk.runtimes, series.places, series.data
from series join chunk using (run, attempt, position)
where series.sweep = :sweep and series.metric = :metric order by series.run, series.attempt, series.position;

-- name: series_of_run
-- All metrics of one attempt of a run, as far as it is sealed.
select series.metric, chunk.steps, chunk.runtimes, series.places, series.data
from series join chunk using (run, attempt, position)
where series.run = :run and series.attempt = :attempt order by series.metric, series.position;

-- name: batches_to_seal
-- How much there is to seal of one attempt of a run.
select stamp, count from batch where run = :run and attempt = :attempt order by stamp;

-- name: sealable
-- What is to be sealed of one attempt of a run.
select stamp, data, curve from batch where run = :run and attempt = :attempt and stamp <= :latest order by stamp;

-- name: next_position
-- Where the next chunk of an attempt belongs.
select coalesce(max(position) + 1, 0) from chunk where run = :run and attempt = :attempt;

-- name: delete_batches
-- What is sealed now.
delete from batch where run = :run and attempt = :attempt and stamp <= :latest returning stamp;

-- name: insert_chunk
-- Some rows of an attempt that has ended.
insert into chunk (run, attempt, position, sweep, count, latest, pieces, curve, steps, runtimes, data)
values (:run, :attempt, :position, :sweep, :count, :latest, :pieces, :curve, :steps, :runtimes, :data);

-- name: insert_series
-- The numbers under one name in a chunk.
insert into series (run, attempt, metric, position, sweep, low, high, places, data)
values (:run, :attempt, :metric, :position, :sweep, :low, :high, :places, :data);

-- name: unsealed
-- Attempts that have ended and are not sealed. Leaps from attempt to attempt: those that go on may have many batches.
with recursive leap (run, attempt) as (
  select * from (select run, attempt from batch order by run, attempt limit 1)
  union all
  select
    (select run from batch where (run, attempt) > (leap.run, leap.attempt) order by run, attempt limit 1),
    (select attempt from batch where (run, attempt) > (leap.run, leap.attempt) order by run, attempt limit 1)
  from leap where leap.run is not null
)
select leap.run, leap.attempt from leap join run on run.key = leap.run
where leap.attempt < run.attempt or run.state <> 'running' limit :most;

-- name: chunks
-- The sealed rows of one attempt of a run, from a chunk on.
select position, runtimes, data from chunk
where run = :run and attempt = :attempt and position >= :position order by position;

-- name: numbers
-- The numbers of the chunks of one attempt of a run, from a chunk on.
select position, metric, data from series where run = :run and attempt = :attempt and position >= :position;

-- name: sealed_curve
-- The sealed values of the metric of one attempt of a run.
select curve from chunk where run = :run and attempt = :attempt order by position;

-- name: sealed_curves_since
-- The sealed values of the metric that the runs of a sweep have logged since.
select run, attempt, pieces, curve from chunk where sweep = :sweep and latest > :since and length(curve) > 0
order by run, attempt, position;

-- name: doomed_sweeps
-- The sweeps that were deleted so long ago that they go for good.
select key from sweep where deleted < :before;

-- name: doomed_runs
-- The runs that go for good: their own time has come, or that of their sweep.
select key from run where deleted < :before and not purged
union select key from run where sweep in (select key from sweep where deleted < :before);

-- name: purge_series
-- What runs have logged: the numbers.
delete from series where run in (select value from json_each(:runs));

-- name: purge_chunks
-- What runs have logged: the rest.
delete from chunk where run in (select value from json_each(:runs));

-- name: purge_batches
-- What runs have logged and was not sealed.
delete from batch where run in (select value from json_each(:runs));

-- name: purge_writers
-- Where the writers of runs stood.
delete from writer where run in (select value from json_each(:runs));

-- name: purge_gauges
-- What the machine did meanwhile.
delete from gauge where run in (select value from json_each(:runs));

-- name: purge_priors
-- The earlier runs that sweeps started with.
delete from prior where sweep in (select value from json_each(:sweeps));

-- name: purge_runs
-- The runs of which nothing is left: those of no sweep, and those of a sweep that goes too.
delete from run where key in (select value from json_each(:runs))
and (sweep is null or sweep in (select value from json_each(:sweeps)));

-- name: empty_runs
-- Of the others number and parameters are left: neither is ever given out again.
update run set
  id = key, purged = 1, config = '{}', summary = '{}', reason = null, stop = null, error = '', best = null,
  last = null, best_row = '{}', ranges = '{}', name = '', notes = '', tags = '[]', "group" = '', job_type = '',
  changed = :changed
where key in (select value from json_each(:runs));

-- name: purge_sweeps
-- The sweeps themselves.
delete from sweep where key in (select value from json_each(:sweeps));
