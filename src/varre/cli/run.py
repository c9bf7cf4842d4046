"""``varre run``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from varre.cli.options import entity, project, project_of, run_cap, seconds, slots, threads
from varre.cli.serving import Place, address_options, dashboard, open_browser
from varre.cli.sweepfiles import read, warn
from varre.errors import UsageError
from varre.sweepfile import SweepFile
from varre.worker import check_command

__all__ = ["command"]


@click.command("run")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--resume", metavar="ID", help="Go on with a sweep, queued runs first, instead of creating one.")
@slots
@threads
@run_cap
@click.option("--timeout", metavar="TIME", callback=seconds, help="End after so long (90s, 30min, 8h), as Ctrl-C does.")
@click.option("--set", "assignments", metavar="KEY=VALUE", multiple=True, help="Change a key of the file; repeatable.")
@click.option("--name", metavar="TEXT", help="The sweep's name, instead of the file's own.")
@project
@entity
@click.option("--ui", is_flag=True, help="Show the dashboard meanwhile; the link stands in the display.")
@address_options
@click.option("--no-browser", is_flag=True, help="With --ui: do not open the link.")
@click.option("--dry-run", is_flag=True, help="Print five configurations with their command lines, create nothing.")
def command(
    file: Path | None,
    resume: str | None,
    slots: int | None,
    threads: int | None,
    run_cap: int | None,
    timeout: float | None,
    assignments: tuple[str, ...],
    name: str | None,
    project: str | None,
    entity: str | None,
    ui: bool,
    port: int | None,
    host: str | None,
    no_browser: bool,
    dry_run: bool,
) -> int:
    """Create a sweep from FILE, run it here and watch it.

    Ctrl-C stops cleanly: first no new runs and the running ones finish; again, they are ended and go back to the
    queue; a third time, they are killed. `--set parameters.learning_rate.max=0.01` changes one key of the file.

    Exit code: 0 when at least one run has finished, 1 when none has, 130 after Ctrl-C or --timeout, 2 for bad input.
    """
    if (file is None) == (resume is None):
        raise UsageError("varre run takes either a sweep file or --resume ID: see varre run --help")
    if not ui and (port is not None or host is not None or no_browser):
        raise UsageError("--port, --host and --no-browser say how the dashboard is served: add --ui")
    if file is None:
        _refuse(assignments=bool(assignments), run_cap=run_cap is not None, name=name is not None, dry_run=dry_run)
        parsed = None
    else:
        parsed = read(file, assignments, name=name, run_cap=run_cap)
        check_command(parsed.command, parsed.program, file.absolute().parent)
    if parsed is not None and file is not None and dry_run:
        _rehearse(parsed, file, project_of(project))
        return 0
    where = Place(host, port, browser=not no_browser) if ui else None
    return _work(parsed, file, resume, project, slots=slots, threads=threads, timeout_s=timeout, where=where)


def _refuse(**given: bool) -> None:
    """These belong to a sweep file, and a sweep that exists keeps its own."""
    names = {"assignments": "--set", "run_cap": "--run-cap", "name": "--name", "dry_run": "--dry-run"}
    for name, is_given in given.items():
        if is_given:
            raise UsageError(f"{names[name]} and --resume: a sweep that exists keeps its sweep file as it is")


def _rehearse(parsed: SweepFile, file: Path, project: str | None) -> None:
    from varre.cli.rehearsal import rehearse

    warn(parsed)
    rehearse(parsed, file.absolute().parent, project)


def _work(
    parsed: SweepFile | None,
    file: Path | None,
    resume: str | None,
    project: str | None,
    *,
    slots: int | None,
    threads: int | None,
    timeout_s: float | None,
    where: Place | None,
) -> int:
    from varre.cli.opening import opened
    from varre.cli.working import work
    from varre.engines import local

    with opened(create=resume is None) as (scheduler, datadir), dashboard(scheduler, datadir, where) as link_to:
        if parsed is not None and file is not None:
            warn(parsed)
            sweep = scheduler.create_sweep(parsed, project=project_of(project), directory=file.absolute().parent)
        else:
            found = scheduler.find_sweep(resume or "", project)
            sweep = scheduler.control(found.key, "resume")
        kept = scheduler.file(sweep.key)
        crew = local.resolve(kept.method, kept.run_cap, slots=slots, threads=threads)
        link = None if link_to is None else partial(link_to, f"/sweeps/{sweep.key}")
        if link is not None and where is not None and where.browser:
            open_browser(link())
        return work(scheduler, datadir, sweep, crew, timeout_s, link)
