"""The program ``varre`` with its commands, each loaded when it is called."""

from __future__ import annotations

import importlib

import click

__all__ = ["COMMANDS", "varre"]

COMMANDS = {
    "run": "Create a sweep, run it here and watch it.",
    "ui": "Show the dashboard in the browser.",
    "server": "Serve the dashboard, and agents of other hosts.",
    "sweep": "Create a sweep for agents to work on, or pause, resume, stop, cancel one.",
    "agent": "Work on a sweep; start as many as you like.",
    "ls": "List the sweeps.",
    "show": "Show a sweep: its runs, and why each was tried and stopped.",
    "best": "Print the best configuration.",
    "queue": "Queue a configuration, or a run once more.",
    "stop": "Stop one run.",
    "rerun": "Run one configuration again, here and now.",
    "edit": "Change the name, the notes or the tags of a sweep or a run.",
    "rm": "Remove sweeps or runs, and bring them back.",
    "report": "Write a sweep's page as one HTML file.",
    "export": "Print all runs, or every row they logged, for other programs.",
    "schema": "Print the JSON Schema of a sweep file, for editors.",
    "version": "Print the version.",
}
"""Each command and what it is for, as ``varre --help`` lists them without loading one."""


class _Lazy(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"varre.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _print_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from varre.cli.version import text

        click.echo(text())
        ctx.exit()


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print the version."
)
def varre() -> None:
    """Hyperparameter sweeps on your own machine: no account, no server, nothing lost.

    Sweeps and runs are kept in the data directory .varre, found from the working directory upwards, or where the
    variable VARRE_DIR says. ID is the id of a sweep, alone or as project/id or entity/project/id.
    """
