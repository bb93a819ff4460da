"""The one date of a briefing: today unless it is fixed, in a language's words, and as the stamp of files.

A file is stamped with the midnight of its date, never with the clock: the same briefing of the same date is the same
bytes.
"""

from __future__ import annotations

import datetime as dt
import os

from layers.errors import RimlandError

LOCALES: tuple[str, ...] = (
    "en-GB", "en-US", "uk-UA", "de-DE", "fr-FR", "pl-PL", "et-EE", "lv-LV", "lt-LT", "fi-FI", "ro-RO", "ja-JP", "ko-KR",
    "zh-TW", "ISO",
)  # fmt: skip
"""Locales to choose from; any other of CLDR will do on the command line."""


def of(text: str = "") -> dt.date:
    """The date of ``2026-01-31``; empty: that of SOURCE_DATE_EPOCH where it is set, else today (UTC).

    Raises
    ------
    RimlandError
        For what is no date.
    """
    if text:
        try:
            return dt.date.fromisoformat(text.strip())
        except ValueError:
            raise RimlandError(f"{text!r} is no date", remedy="write it as 2026-01-31") from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC).date()
        except (ValueError, OverflowError, OSError):
            raise RimlandError(
                f"{epoch!r} is no moment", place="SOURCE_DATE_EPOCH", remedy="give seconds since 1970, or unset it"
            ) from None
    return dt.datetime.now(tz=dt.UTC).date()


def locale(name: str) -> str:
    """The name of a locale, in any case and with - or _; a language alone takes its main country.

    Raises
    ------
    RimlandError
        For one that CLDR does not know.
    """
    wanted = name.strip().replace("_", "-")
    known = [one for one in LOCALES if wanted.casefold() in {one.casefold(), one.split("-")[0].casefold()}]
    if known:
        return known[0]
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(wanted, sep="-")).replace("_", "-")
    except (UnknownLocaleError, ValueError, TypeError):
        raise RimlandError(
            f"{name!r} is no locale we know", remedy=f"give one of {', '.join(LOCALES)}, or another of CLDR"
        ) from None


def words(date: dt.date, locale_name: str = "en-GB") -> str:
    """The date as it is printed."""
    if locale_name == "ISO":
        return date.isoformat()
    from babel.dates import format_date

    return format_date(date, "long", locale_name.replace("-", "_"))


def moment(date: dt.date) -> dt.datetime:
    """The moment a file of this date is stamped with."""
    return dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)
