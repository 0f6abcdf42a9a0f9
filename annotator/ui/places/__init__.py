"""The places of the window; none imports another."""
