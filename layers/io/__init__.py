"""Reading and writing files: shipped data, projects, exchange formats."""
