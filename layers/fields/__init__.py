"""The earliest arrival at every place: by air, sea, land and of who is carried; isochrones, posture, hours lost."""
