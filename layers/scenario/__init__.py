"""The user's document: assumptions, commitments, drawings; frozen values changed by edits."""
