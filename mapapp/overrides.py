"""Exceptions that leave an override: a method of ours, as `paintEvent` or `data`, that Qt calls in place of its own.

Where Python has called Qt (`grab`, `adjustSize`) and Qt calls an override that fails, PySide6 6.11 sets words of its
own before the exception's. Before Python 3.12 there may be no exception yet, only its type and text: so it is with most
that C code raises, an index out of range, a division by zero, a call that does not fit. PySide reads on beyond the
text, and the process ends. Python makes the exception where it is caught; so each override is wrapped in a method that
catches it and raises it again. Without Python 3.11 this module is not needed any more (docs/decisions/0002).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache, wraps
from types import FunctionType, MethodDescriptorType
from typing import Any

from PySide6.QtCore import QObject


@cache  # once: a second time it would wrap what is wrapped
def guard() -> None:
    """Wrap the overrides of every Python subclass of QObject, of those that exist and of those to come.

    Connect a signal to a method of its own rather than to an override: of a wrapped one PySide cannot count the
    parameters.
    """
    if sys.version_info >= (3, 12):
        return
    for kind in set(_heirs(QObject)):
        _wrap(kind)
    QObject.__init_subclass__ = classmethod(_on_subclass)  # type: ignore[assignment, arg-type]


def _on_subclass(kind: type[QObject], **options: Any) -> None:
    super(QObject, kind).__init_subclass__(**options)
    _wrap(kind)


def _heirs(kind: type[QObject]) -> Iterator[type[QObject]]:
    for heir in kind.__subclasses__():
        yield heir
        yield from _heirs(heir)


def _wrap(kind: type[QObject]) -> None:
    """Wrap those methods of a class that one written in C stands behind."""
    for name, method in tuple(vars(kind).items()):
        if isinstance(method, FunctionType) and any(
            isinstance(vars(base).get(name), MethodDescriptorType) for base in kind.__mro__
        ):
            setattr(kind, name, _whole(method))


def _whole(method: Callable[..., Any]) -> Callable[..., Any]:
    """The same method, whose exceptions are made before they leave it."""

    @wraps(method)
    def called(*given: Any, **named: Any) -> Any:
        try:
            return method(*given, **named)
        except BaseException:  # caught, it is made; there is nothing else to be done
            raise

    return called
