"""The user's document as one frozen value: what is assumed, shown, drawn and added; written and read by `layers.io`."""

from layers.document.model import Bookmark, Content, Saved, Sight, Target
from layers.document.objects import Drawn
from layers.document.own import Own

__all__ = ["Bookmark", "Content", "Drawn", "Own", "Saved", "Sight", "Target"]
