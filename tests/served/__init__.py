"""The server as a process of its own: killed, cut off, stalled and asked by many at once."""
