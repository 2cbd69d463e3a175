"""The command `vitaeflow`. A new command is one function in a module of its own and one line here."""

from __future__ import annotations

import gc
import logging
import os
import sys
from typing import NoReturn

import typer

from cli import (
    analyze,
    applications,
    deadletters,
    delivery,
    demo,
    doctor,
    evaluate,
    jobs,
    listing,
    login,
    match,
    matches,
    migrate,
    parse,
    sources,
    up,
)
from cli.output import exit_code_of, note, report
from schema.errors import VitaeflowError

_EXIT_CODES = (
    "Exit codes: 0 done · 1 failed · 2 the command cannot be run like this · 3 the service cannot be reached · "
    "4 the analysis failed · 130 interrupted. Results go to stdout, everything else to stderr."
)

app = typer.Typer(
    name="vitaeflow",
    help="A résumé goes in, a checked profile comes out; a job posting comes in, the right people hear about it once.",
    epilog=_EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

app.command()(up.up)
app.command()(demo.demo)
app.command()(doctor.doctor)
app.command()(migrate.migrate)
app.command()(parse.parse)
app.command()(match.match)
app.command("eval")(evaluate.evaluate)
app.command()(login.login)
app.command()(login.logout)
app.command()(analyze.analyze)
app.command()(analyze.follow)
app.command()(analyze.retry)
app.command()(listing.analyses)
app.command()(listing.export)
app.add_typer(sources.app, name="sources")
app.command()(jobs.jobs)
app.command()(matches.matches)
app.command()(matches.feedback)
app.add_typer(applications.app, name="applications")
app.add_typer(deadletters.app, name="deadletters")
app.command()(delivery.notifications)
app.command()(delivery.channels)
app.command()(delivery.deliveries)
app.command()(delivery.replay)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    _leave(_run())


def _run() -> int:
    try:
        app()
    except VitaeflowError as error:
        as_json = "--json" in sys.argv
        first, *rest = [error.detail] if as_json else error.detail.splitlines()
        report(type(error)(first, **error.extra), as_json=as_json)
        # The end of a log, say: one line here for each line there.
        for line in rest:
            note(line)
        return exit_code_of(error)
    except KeyboardInterrupt:
        return 130
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    return 0


def _leave(code: int) -> NoReturn:
    """End the process without the interpreter's tear-down.

    Threads of the Temporal client may touch the interpreter while it goes away, which aborts the process after its
    work is done (temporalio/sdk-python issue 300). So: release what can be released, flush, and leave directly.
    """
    gc.collect()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
