"""The map as a widget: it moves the last picture under the hand and asks for a sharp one at rest."""
