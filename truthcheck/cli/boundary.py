"""The one error boundary: whatever happens inside becomes an exit code and at most two lines on stderr."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from truthcheck.cli import exits
from truthcheck.errors import TruthcheckError


def run(arguments: list[str]) -> int:
    """The exit code of `truthcheck ARGUMENTS`. Never raises."""
    _lenient_streams()
    try:
        code = _invoke(arguments)
        sys.stdout.flush()  # here, where a reader that went away can still be told from a fault
        return code
    except TruthcheckError as error:
        return _told(error.message, error.hint)
    except click.UsageError as error:
        return _told(_usage_message(error), _usage_hint(error))
    except click.ClickException as error:
        return _told(error.format_message(), "")
    except (KeyboardInterrupt, click.Abort):
        return exits.INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return exits.PIPE_CLOSED
    except Exception as error:
        return _fault(error, arguments)


def _invoke(arguments: list[str]) -> int:
    """Not `group.main`: that one turns a closed pipe into exit code 1, which means findings here."""
    from truthcheck.cli.group import group

    try:
        with group.make_context("truthcheck", arguments) as context:
            code = group.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    return code if isinstance(code, int) else exits.CLEAN


def _told(message: str, hint: str) -> int:
    from truthcheck.report.text import clean

    click.echo(f"error: {clean(message)}", err=True)
    if hint:
        click.echo(f"hint: {clean(hint)}", err=True)
    return exits.CANNOT_RUN


def _usage_message(error: click.UsageError) -> str:
    """In our words for the mistake that is made most; click's own differ from version to version."""
    if not isinstance(error, click.NoSuchOption):
        return error.format_message()
    from truthcheck.suggest import did_you_mean

    options = [name for option in error.ctx.command.params for name in option.opts] if error.ctx else []
    near = did_you_mean(error.option_name, options)
    return f"there is no option `{error.option_name}`" + (f"; {near}" if near else "")


def _usage_hint(error: click.UsageError) -> str:
    return f"run: {error.ctx.command_path} --help" if error.ctx else "run: truthcheck --help"


def _fault(error: Exception, arguments: list[str]) -> int:
    from truthcheck.report.text import clean

    if "--verbose" in arguments or os.environ.get("TRUTHCHECK_TRACEBACK"):
        import traceback

        click.echo(traceback.format_exc(), err=True)
    what = clean(f"{type(error).__name__}: {error}")[:300]
    click.echo(f"error: truthcheck itself failed, sorry ({what})", err=True)
    click.echo("hint: run again with TRUTHCHECK_TRACEBACK=1 and report the output as a bug of truthcheck", err=True)
    return exits.FAULT


def _lenient_streams() -> None:
    """A terminal that cannot show a character gets its number, instead of us a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def _silence_stdout() -> None:
    """Python flushes stdout once more while it shuts down; without this it would complain there."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
