"""Pictures as files: PNG, PDF, SVG."""
