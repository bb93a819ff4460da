"""The one date of a briefing: today unless it is fixed, in a language's words, and as the stamp of files.

A file is stamped with the midnight of its date, never with the clock: the same briefing of the same date is the same
bytes.
"""

from __future__ import annotations

import datetime as dt
import os

from layers.errors import RimlandError

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
}
_FORMS = {
    "en-GB": "{day} {month} {year}",
    "en-US": "{month} {day}, {year}",
    "de-DE": "{day}. {month} {year}",
    "fr-FR": "{day} {month} {year}",
    "pl-PL": "{day} {month} {year}",
    "et-EE": "{day}. {month} {year}",
    "ja-JP": "{year}年{number}月{day}日",
    "zh-TW": "{year}年{number}月{day}日",
    "ISO": "{iso}",
}
LOCALES: tuple[str, ...] = tuple(_FORMS)


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
    """The name of a locale, in any case and with - or _.

    Raises
    ------
    RimlandError
        For one we have no words for.
    """
    found = next((one for one in LOCALES if one.casefold() == name.strip().replace("_", "-").casefold()), None)
    if found is None:
        raise RimlandError(f"{name!r} is no locale we know", remedy=f"give one of {', '.join(LOCALES)}")
    return found


def words(date: dt.date, locale_name: str = "en-GB") -> str:
    """The date as it is printed."""
    months = _MONTHS.get(locale_name[:2], _MONTHS["en"]).split()
    return _FORMS[locale_name].format(
        day=date.day, month=months[date.month - 1], number=date.month, year=date.year, iso=date.isoformat()
    )


def moment(date: dt.date) -> dt.datetime:
    """The moment a file of this date is stamped with."""
    return dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)
