"""The Qt application: window, canvas, panels, tools, and the command line."""
