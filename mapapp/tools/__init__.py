"""What the mouse does on the map: pan, measure, range ring. A tool knows places on the earth, not the canvas."""
